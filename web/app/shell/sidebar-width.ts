import { useSyncExternalStore } from 'react'

const STORED_AS = 'docket-sidebar'
const listeners = new Set<() => void>()
let narrow = stored()

/** Whether the sidebar is narrow, and the way to change it; kept in this browser. */
export function useNarrowSidebar(): [boolean, () => void] {
  const isNarrow = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => narrow,
  )
  return [isNarrow, toggle]
}

function toggle(): void {
  narrow = !narrow
  try {
    localStorage.setItem(STORED_AS, narrow ? 'narrow' : 'wide')
  } catch {
    // Kept for this page then.
  }
  for (const listener of listeners) listener()
}

function stored(): boolean {
  try {
    return globalThis.localStorage?.getItem(STORED_AS) === 'narrow'
  } catch {
    return false
  }
}
