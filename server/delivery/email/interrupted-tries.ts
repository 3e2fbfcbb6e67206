/** Tries of mails that ended because the database went away, as this process saw it. */
export type InterruptedTries = {
  note(inboundId: string): void
  isNoted(inboundId: string): boolean
  forget(inboundId: string): void
}

/** A mail that takes the database with it each time is not let off for ever. */
const LET_OFF_MAX = 5
const MAILS_MAX = 10_000

/**
 * Remembers which counted tries the database ended, so that the next one takes their count over instead of adding its
 * own. Only in memory, and that is the point: a process that died remembers nothing, so a mail that kills its process
 * is counted each time. At most five times a mail.
 */
export function interruptedTries(): InterruptedTries {
  const times = new Map<string, { count: number; isNoted: boolean }>()
  return {
    note(id) {
      const count = (times.get(id)?.count ?? 0) + 1
      if (times.size >= MAILS_MAX) times.clear()
      times.set(id, { count, isNoted: count <= LET_OFF_MAX })
    },
    isNoted: (id) => times.get(id)?.isNoted === true,
    forget(id) {
      const known = times.get(id)
      if (known !== undefined) times.set(id, { ...known, isNoted: false })
    },
  }
}
