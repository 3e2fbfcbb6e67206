import { type Connection, RECONNECT } from './connection.ts'
import { personConcerned } from './event-topics.ts'
import type { StreamedEvent } from './log-queries.ts'

/** What a connection that catches up needs of its feed. */
export type CatchUp = {
  /** How far the feed has taken the log. */
  taken(): number
  readPage(after: number, limit: number): Promise<StreamedEvent[]>
  /** Sends an event if it is asked for and may be seen. */
  offer(event: StreamedEvent): void
  /** Reads the connection's rights anew. */
  review(): Promise<void>
  onError(error: unknown): void
}

const PAGE = 500
/** Events between two waits for the client: a page could be more than its backlog. */
const DRAIN_EVERY = 100

/**
 * Reads what a connection missed, a page at a time and no faster than the client takes it, until it is where its feed
 * is; from then on the feed sends to it. Between the last look at the feed and going live nothing can happen, so no
 * position is missed, and none before its own is sent twice.
 */
export async function catchUp(connection: Connection, from: CatchUp): Promise<void> {
  const { sink } = connection
  try {
    while (!sink.closed && !sink.satisfied) {
      if (connection.position >= from.taken()) {
        connection.live = true
        return
      }
      const events = await from.readPage(connection.position, PAGE)
      if (events.length === 0) throw new Error('the log ends before the position that was told')
      if (events.some((event) => personConcerned(event) === connection.viewer.personId)) await from.review()
      for (const [i, event] of events.entries()) {
        if (sink.closed) return
        from.offer(event)
        connection.position = event.seq
        // What was read is of another moment after a wait: it is read again.
        if ((i + 1) % DRAIN_EVERY === 0 && (await sink.drained())) break
      }
      await sink.drained()
    }
  } catch (error) {
    from.onError(error)
    sink.end(RECONNECT)
  }
}
