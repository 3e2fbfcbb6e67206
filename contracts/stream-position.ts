/** What a heartbeat says of the connection: nothing lost, something to be sent again, or lost for good. */
export type Wholeness = 'whole' | 'gap' | 'lost'

/** How far a client has come in the log, and what it has seen beyond the last point that is sure. */
export type StreamPosition = {
  /** Where to resume: everything up to there was handed over. Undefined before any position was learned. */
  resumeAt(): string | undefined
  /** The newest position that was received. */
  newest(): string | undefined
  /** A new connection: its events are counted from 0. */
  connected(): void
  /** Counts an event of this connection; false when it was handed over before. */
  take(id: string): boolean
  /** Compares the number of events that the desk sent on this connection with those that came. */
  heartbeat(id: string, sent: number | undefined): Wholeness
  /** Everything up to there is known to be here: the end of a whole answer. */
  settle(id: string): void
  /** The desk gives a new position: nothing older counts. */
  reset(id: string | undefined): void
}

/** Starts at a position, or nowhere. Rule: docs/behaviour/stream-client.md, "Each event once". */
export function createPosition(since?: string): StreamPosition {
  let sure = since
  let newest = since
  /** Event to the connection on which it last came. */
  const seen = new Map<string, number>()
  let connection = 0
  let received = 0
  /** Events were passed as sure before a heartbeat said so: what was lost among them cannot be asked for again. */
  let isForgetful = false
  let gapsInARow = 0
  /** Connections in a row that ended before a heartbeat made sure what they brought. */
  let unsureTries = 0
  let isMending = false
  const settle = (id: string | undefined) => {
    sure = id
    newest = id
    seen.clear()
    isForgetful = false
    isMending = false
  }
  /** As far as this connection came. Events of earlier ones may be ahead of it: those stay known. */
  const advance = (id: string | undefined) => {
    sure = id
    newest = id
    for (const [event, cameOn] of seen) if (cameOn === connection) seen.delete(event)
  }
  return {
    resumeAt: () => sure,
    newest: () => newest,
    connected() {
      unsureTries = newest === sure ? 0 : unsureTries + 1
      // On a line that always breaks before the next heartbeat, sending all of it again would never come to an end.
      if (unsureTries > REPLAYS_MAX && !isMending) advance(newest)
      connection += 1
      received = 0
      isForgetful = false
    },
    take(id) {
      received += 1
      newest = id
      if (isUpTo(id, sure)) return false
      const isKnown = seen.has(id)
      seen.set(id, connection)
      if (isKnown) return false
      if (seen.size > SEEN_MAX) {
        advance(id)
        isForgetful = true
      }
      return true
    },
    heartbeat(id, sent) {
      if (sent === undefined || sent === received) {
        // The one that greets a new connection says nothing of what came before.
        if (received === 0 && id === sure) return 'whole'
        gapsInARow = 0
        isMending = false
        advance(id)
        isForgetful = false
        return 'whole'
      }
      gapsInARow += 1
      isMending = true
      if (!isForgetful && sure !== undefined && gapsInARow < GAPS_MAX) return 'gap'
      // Asking again did not help, or nobody knows from where: start over from here.
      gapsInARow = 0
      received = sent
      settle(id)
      return 'lost'
    },
    settle: advance,
    reset(id) {
      gapsInARow = 0
      settle(id)
    },
  }
}

const SEEN_MAX = 1_000
const GAPS_MAX = 3
const REPLAYS_MAX = 2

/** Whether a position is not after another. Sealed positions cannot be compared: those are never called old. */
function isUpTo(id: string, sure: string | undefined): boolean {
  const [one, other] = [parts(id), parts(sure ?? '')]
  return one !== undefined && other !== undefined && one.epoch === other.epoch && one.seq <= other.seq
}

function parts(id: string): { epoch: number; seq: number } | undefined {
  const found = /^(\d{1,9})\.(\d{1,15})$/.exec(id)
  return found === null ? undefined : { epoch: Number(found[1]), seq: Number(found[2]) }
}
