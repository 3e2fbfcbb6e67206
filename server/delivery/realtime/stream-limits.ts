/** The bounds of streams. Times in milliseconds. Rule: docs/behaviour/stream.md, "Limits". */
export type StreamLimits = {
  streamsPerPerson: number
  heartbeatMs: number
  /** Life of a stream, give or take a tenth. */
  lifeMs: number
  /** How often everybody's rights are read anew. */
  reviewMs: number
  backlogBytes: number
  backlogFrames: number
  /** How far back a position may lie. */
  resumeEvents: number
  resumeDays: number
  /** How long a closed stream may take to take its last bytes. */
  graceMs: number
  /** Connections written to before other work gets its turn. */
  chunk: number
}

export const STREAM_LIMITS: StreamLimits = {
  streamsPerPerson: 5,
  heartbeatMs: 15_000,
  lifeMs: 30 * 60_000,
  reviewMs: 60_000,
  backlogBytes: 256 * 1024,
  backlogFrames: 1_000,
  resumeEvents: 100_000,
  resumeDays: 7,
  graceMs: 1_000,
  chunk: 500,
}
