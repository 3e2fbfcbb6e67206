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
const PAUSE = <path d="M2 4.5v7M5 4.5v7" strokeLinecap="round" strokeWidth="1.75" />

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
        <path
          d="M11.5 3.2a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2zM8 12.6c0-5.6 7-5.6 7 0z"
          fill="currentColor"
          stroke="none"
        />
      </>
    ),
  },
  WAITING_ON_VENDOR: {
    hue: 'text-warn',
    glyph: (
      <>
        {PAUSE}
        <path
          d="M8.25 12.6V3.4h6.5v9.2zM9.9 5v1.4h1.2V5zm2 0v1.4h1.2V5zm-2 2.9v1.4h1.2V7.9zm2 0v1.4h1.2V7.9z"
          fill="currentColor"
          fillRule="evenodd"
          stroke="none"
        />
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
