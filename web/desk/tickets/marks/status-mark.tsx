import type { ReactNode } from 'react'
import type { Status } from '../../../../contracts/tickets.ts'
import { classNames } from '../../../ui/class-names.ts'
import { statusName } from './names.ts'

/** A status: a glyph of its own shape and hue, with its name beside it or said to readers of the screen alone. */
export function StatusMark({ status, withName = false }: { status: Status; withName?: boolean }) {
  const { hue, glyph } = GLYPHS[status]
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5" data-status={status}>
      <svg
        viewBox="0 0 16 16"
        aria-hidden="true"
        className={classNames('size-4 shrink-0', hue)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      >
        {glyph}
      </svg>
      <span className={withName ? 'truncate' : 'sr-only'}>{statusName(status)}</span>
    </span>
  )
}

const RING = <circle cx="8" cy="8" r="6" />
const PAUSE = <path d="M3.75 4v8M7.25 4v8" strokeLinecap="round" strokeWidth="2" />

const GLYPHS: Readonly<Record<Status, { hue: string; glyph: ReactNode }>> = {
  NEW: { hue: 'text-info', glyph: <circle cx="8" cy="8" r="6" strokeDasharray="1.9 1.87" /> },
  TRIAGED: { hue: 'text-violet', glyph: filled('M8 8V4.5A3.5 3.5 0 0 1 11.5 8z') },
  ASSIGNED: { hue: 'text-violet', glyph: filled('M8 4.5a3.5 3.5 0 0 1 0 7z') },
  IN_PROGRESS: { hue: 'text-link', glyph: filled('M8 2a6 6 0 0 0 0 12z') },
  WAITING_ON_REQUESTER: {
    hue: 'text-warn',
    glyph: (
      <>
        {PAUSE}
        <circle cx="12" cy="5.75" r="1.75" />
        <path d="M9.75 12c0-3 4.5-3 4.5 0" strokeLinecap="round" />
      </>
    ),
  },
  WAITING_ON_VENDOR: {
    hue: 'text-warn',
    glyph: (
      <>
        {PAUSE}
        <path d="M10 12.25v-8.5h4.25v8.5zM12.1 6.25v.5M12.1 9v.5" strokeLinejoin="round" />
      </>
    ),
  },
  RESOLVED: {
    hue: 'text-ok',
    glyph: (
      <>
        {RING}
        <path d="m5.25 8.25 1.9 1.9 3.6-4" strokeLinecap="round" strokeLinejoin="round" />
      </>
    ),
  },
  CLOSED: {
    hue: 'text-neutral',
    glyph: (
      <path
        d="M8 1.25a6.75 6.75 0 1 0 0 13.5 6.75 6.75 0 0 0 0-13.5zM6.9 11.1 4.2 8.4l1.1-1.1 1.55 1.55L10.6 4.9l1.15 1.05z"
        fill="currentColor"
        fillRule="evenodd"
        stroke="none"
      />
    ),
  },
  REOPENED: {
    hue: 'text-danger',
    glyph: (
      <path d="M3 3v3.5h3.5M3.3 6.4A5.5 5.5 0 1 1 2.6 9.5" strokeLinecap="round" strokeLinejoin="round" />
    ),
  },
}

function filled(path: string): ReactNode {
  return (
    <>
      {RING}
      <path d={path} fill="currentColor" stroke="none" />
    </>
  )
}
