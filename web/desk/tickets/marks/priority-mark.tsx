import type { Priority } from '../../../../contracts/tickets.ts'
import { classNames } from '../../../ui/class-names.ts'
import { priorityName } from './names.ts'

/** A priority: a filled square with "!" or bars, with its name beside it or said to readers of the screen alone. */
export function PriorityMark({ priority, withName = false }: { priority: Priority; withName?: boolean }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5" data-priority={priority}>
      <svg
        viewBox="0 0 16 16"
        aria-hidden="true"
        className={classNames('size-4 shrink-0', HUES[priority])}
        fill="currentColor"
      >
        {priority === 'P1' ? URGENT : BARS.map((bar, at) => barOf(bar, at < FILLED[priority]))}
      </svg>
      <span className={withName ? 'truncate' : 'sr-only'}>{priorityName(priority)}</span>
    </span>
  )
}

const HUES: Readonly<Record<Priority, string>> = {
  P1: 'text-danger',
  P2: 'text-warn',
  P3: 'text-neutral',
  P4: 'text-text-3',
}
const FILLED: Readonly<Record<Priority, number>> = { P1: 3, P2: 3, P3: 2, P4: 1 }
const BARS = [
  { x: 2, y: 9.5, height: 4.5 },
  { x: 6.5, y: 6, height: 8 },
  { x: 11, y: 2, height: 12 },
] as const
const URGENT = (
  <path
    d="M3.5 1.5h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM7.1 4v5h1.8V4zm0 6.3V12h1.8v-1.7z"
    fillRule="evenodd"
  />
)

function barOf({ x, y, height }: (typeof BARS)[number], isFilled: boolean) {
  return <rect key={x} x={x} y={y} width="3" height={height} rx="1" opacity={isFilled ? 1 : 0.25} />
}
