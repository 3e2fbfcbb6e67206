import type { Clock } from './clock.ts'

export type ManualClock = Clock & {
  /** Moves on and calls what falls due, in its order. */
  advance(ms: number): void
}

/** A clock that goes only when told, for tests. */
export function createManualClock(startMs = 1_700_000_000_000): ManualClock {
  let nowMs = startMs
  let timers: { atMs: number; run: () => void }[] = []
  return {
    now: () => nowMs,
    after(ms, run) {
      const timer = { atMs: nowMs + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    advance(ms) {
      const untilMs = nowMs + ms
      for (;;) {
        const next = timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined) break
        timers = timers.filter((one) => one !== next)
        nowMs = Math.max(nowMs, next.atMs)
        next.run()
      }
      nowMs = untilMs
    },
  }
}
