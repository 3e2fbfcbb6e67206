/**
 * How a try ended. `asked`: the desk said when to come back; `again`: the client itself wants another connection at
 * once; `cut`: it worked and broke; `silent`: connected, but nothing came through; `failed`: no connection, or a refusal
 * that passes, which may say how long to stay away.
 */
export type TryEnd =
  | { how: 'asked' | 'again' | 'silent' }
  | { how: 'cut'; livedMs: number }
  | { how: 'failed'; retryAfterMs?: number | undefined }

export type Pace = {
  /** How the next try is made, after how many ms. */
  next(end: TryEnd): { way: 'stream' | 'poll'; waitMs: number }
  /** The wait that the desk asks for, from a `retry` field. */
  retry(ms: number): void
}

/**
 * Decides when to try again and how: between 0.5 s and an end that grows to 15 s, by chance; after three tries in a
 * row through which nothing came, by long poll, and every three minutes by stream again.
 * Rule: docs/behaviour/stream-client.md, "Coming back".
 */
export function createPace(now: () => number, random: () => number): Pace {
  let retryMs = RETRY_MS
  let failures = 0
  let silences = 0
  let streamAgainAt = 0
  const waitMs = (end: TryEnd): number => {
    if (end.how === 'again') return 0
    if (end.how === 'asked') return Math.min(Math.max(retryMs, WAIT_MS_MIN), WAIT_MS_MAX)
    const farthest = Math.min(WAIT_MS_MAX, Math.max(retryMs, WAIT_MS_MIN) * 2 ** Math.min(failures - 1, 10))
    const backoffMs = WAIT_MS_MIN + random() * (farthest - WAIT_MS_MIN)
    return end.how === 'failed'
      ? Math.max(backoffMs, Math.min(end.retryAfterMs ?? 0, STAY_AWAY_MS_MAX))
      : backoffMs
  }
  return {
    next(end) {
      if (end.how === 'silent') silences += 1
      if (end.how === 'asked' || end.how === 'cut') silences = 0
      const worked =
        end.how === 'asked' || end.how === 'again' || (end.how === 'cut' && end.livedMs >= STEADY_MS)
      if (worked) failures = 0
      if (end.how !== 'asked' && end.how !== 'again') failures += 1
      if (silences >= SILENCES_MAX) {
        // One more silent try brings the poll back.
        silences = SILENCES_MAX - 1
        streamAgainAt = now() + POLL_FOR_MS
        return { way: 'poll', waitMs: 0 }
      }
      return { way: now() < streamAgainAt ? 'poll' : 'stream', waitMs: waitMs(end) }
    },
    retry(ms) {
      retryMs = ms
    },
  }
}

const RETRY_MS = 3_000
const WAIT_MS_MIN = 500
const WAIT_MS_MAX = 15_000
const STAY_AWAY_MS_MAX = 300_000
const STEADY_MS = 15_000
const SILENCES_MAX = 3
const POLL_FOR_MS = 180_000
