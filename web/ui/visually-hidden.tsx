import type { ReactNode } from 'react'

/** Said by a reader of the screen, not shown. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="sr-only">{children}</span>
}
