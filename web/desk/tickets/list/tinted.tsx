import { type ReactNode, useState } from 'react'
import { classNames } from '../../../ui/class-names.ts'

/**
 * A value that is tinted for a moment when it becomes another, unless the reader changed it. The tint plays again by a
 * new element each time.
 */
export function Tinted({
  value,
  isOwn,
  children,
}: {
  value: unknown
  /** The value as it is shown is laid over by a change of the reader's own. */
  isOwn: boolean
  children: ReactNode
}) {
  const [seen, setSeen] = useState({ value, times: 0 })
  if (!Object.is(seen.value, value)) setSeen({ value, times: isOwn ? seen.times : seen.times + 1 })
  return (
    <span
      key={seen.times}
      className={classNames('flex min-w-0 items-center', seen.times > 0 && 'changed rounded-chip')}
    >
      {children}
    </span>
  )
}
