/** An hour in the reader's zone at which a reply may go out, as the names of the dialog. */
export type LaterChoice = { id: 'inAnHour' | 'tomorrow' | 'monday'; at: Date }

/** What "send later" offers at a moment: in an hour, the next morning, and Monday morning where that is another one. */
export function laterChoices(now: Date): LaterChoice[] {
  const tomorrow = morning(now, 1)
  const daysToMonday = ((8 - now.getDay()) % 7 || 7) as number
  const monday = morning(now, daysToMonday)
  return [
    { id: 'inAnHour', at: new Date(now.getTime() + HOUR_MS) },
    { id: 'tomorrow', at: tomorrow },
    ...(monday.getTime() === tomorrow.getTime() ? [] : [{ id: 'monday' as const, at: monday }]),
  ]
}

/** What a date-and-time field says, as an instant (RFC 3339); undefined when it is none, past, or beyond a year. */
export function instantOf(field: string, now: Date): string | undefined {
  const at = new Date(field)
  const ms = at.getTime() - now.getTime()
  return field === '' || Number.isNaN(ms) || ms <= 0 || ms > YEAR_MS ? undefined : at.toISOString()
}

/** A moment as a date-and-time field wants it: local, to the minute. */
export function fieldOf(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`
}

const HOUR_MS = 3_600_000
const YEAR_MS = 365 * 24 * HOUR_MS
const MORNING_HOUR = 9

function morning(now: Date, inDays: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + inDays, MORNING_HOUR)
}
