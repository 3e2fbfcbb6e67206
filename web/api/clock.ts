/** Time, as the data layer needs it; a test hands in its own. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once after so many milliseconds; the answer calls it off. */
  after(ms: number, run: () => void): () => void
}

/** The clock of the browser or of Node. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
