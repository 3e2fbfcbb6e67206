import { t } from '../../locales/t.ts'
import { useNow } from './clock.ts'
import { relativeTime } from './relative-time.ts'

/** A moment as people say it, "3 min"; the exact one on hover and for readers of the screen. `at` is RFC 3339. */
export function Time({ at, className }: { at: string; className?: string }) {
  const exact = exactTime(at)
  const said = shortTime(at, useNow())
  return (
    <time dateTime={at} title={exact} className={`tabular-nums ${className ?? ''}`}>
      <span aria-hidden="true">{said}</span>
      <span className="sr-only">{exact}</span>
    </time>
  )
}

/** The exact moment, in the reader's zone and language. */
export function exactTime(at: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))
}

/** The short form of a moment at `nowMs`: "now", "3 min", "in 2 h", "12 Oct". */
export function shortTime(at: string, nowMs: number): string {
  const time = relativeTime(Date.parse(at), nowMs)
  if (time.unit === 'now') return t('ui.now')
  if (time.unit === 'date') return shortDate(at, nowMs)
  const said = t(`ui.${time.unit}`, { count: time.count })
  return time.isFuture ? t('ui.inTime', { time: said }) : said
}

function shortDate(at: string, nowMs: number): string {
  const date = new Date(at)
  const sameYear = date.getFullYear() === new Date(nowMs).getFullYear()
  return new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date)
}
