const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How a moment is said beside a row: `now`, minutes, hours, days up to a week, else the date. */
export type RelativeTime =
  | { unit: 'now' }
  | { unit: 'minutes' | 'hours' | 'days'; count: number; isFuture: boolean }
  | { unit: 'date' }

/** What a moment is at `nowMs`; whole units, rounded towards now, so that "2 h" is never less than two hours. */
export function relativeTime(atMs: number, nowMs: number): RelativeTime {
  const apart = Math.abs(nowMs - atMs)
  const isFuture = atMs > nowMs
  if (apart < MINUTE_MS) return { unit: 'now' }
  if (apart < HOUR_MS) return { unit: 'minutes', count: Math.floor(apart / MINUTE_MS), isFuture }
  if (apart < DAY_MS) return { unit: 'hours', count: Math.floor(apart / HOUR_MS), isFuture }
  if (apart < 7 * DAY_MS) return { unit: 'days', count: Math.floor(apart / DAY_MS), isFuture }
  return { unit: 'date' }
}
