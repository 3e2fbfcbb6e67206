import { isStaffOf } from '../../desk/tickets/index.ts'
import { type Database, read } from '../../platform/db/index.ts'
import { followLog, type WakeUps } from '../../platform/log/index.ts'
import type { Metrics } from '../../platform/observability/index.ts'
import { catchUp } from './catch-up.ts'
import { type Connection, type EncodedFrame, reset } from './connection.ts'
import { type EventFrames, eventFrames } from './event-frames.ts'
import { personConcerned, topicsOf } from './event-topics.ts'
import type { Whisper } from './hub.ts'
import { readStreamed, type StreamedEvent } from './log-queries.ts'
import { review, reviewTicket } from './review.ts'
import type { StreamLimits } from './stream-limits.ts'
import { topicIndex } from './topic-index.ts'
import { audienceOf } from './viewer.ts'

/** What all feeds of a process stand on. `slot` bounds how many connections read the log at the same time. */
export type FeedContext = {
  db: Database
  limits: StreamLimits
  metrics: Metrics
  onError: (error: unknown) => void
  slot: <T>(work: () => Promise<T>) => Promise<T>
}

/** The stream of one tenant in this process: one tail of its log, sent on to those whom it concerns. */
export type Feed = {
  readonly connections: ReadonlySet<Connection>
  /** Adds a connection: it reads what it missed, then goes live. Resolves when it did, or was closed. */
  join(connection: Connection): Promise<void>
  leave(connection: Connection): void
  /** Sends a frame without an id to those who hold the topic, or the team's, and work there. */
  whisper(topic: string, frame: EncodedFrame, team?: Whisper['team']): void
  /** The position that a connection may come back with. */
  scanned(connection: Connection): number
  /** Reads the rights of all connections, or of one person's, anew. */
  review(personId?: string): Promise<void>
  stop(): Promise<void>
}

/** Events between two moments at which what was held back goes out: so that a burst stays within the backlog. */
const HELD_EVENTS = 64
const REVIEW_AT_ONCE = 1_000

/** Follows a tenant's log from a position on for connections that come and go. */
export function startFeed(
  context: FeedContext,
  wakeUps: Pick<WakeUps, 'onHint'>,
  tenantId: string,
  after: number,
): Feed {
  const { db, limits, metrics } = context
  const connections = new Set<Connection>()
  const index = topicIndex()
  /** The end of the newest page taken; the end of the newest page that everybody live was sent. */
  let taken = after
  let delivered = after

  const scanned = (one: Connection) => (one.live ? Math.max(one.position, delivered) : one.position)
  const offer = (one: Connection, event: StreamedEvent, frames: EventFrames): boolean => {
    const audience = audienceOf(one.viewer, event)
    if (audience === undefined || one.sink.closed) return false
    if (!one.sink.send(frames(one, audience))) {
      metrics.streamResets.inc({ reason: 'too-slow' })
      one.sink.end(reset(one, taken, 'too-slow'))
      return false
    }
    one.position = event.seq
    one.sent += 1
    metrics.streamEvents.inc()
    return true
  }
  const reviewAll = async (personId?: string) => {
    const some = [...connections].filter((one) => personId === undefined || one.viewer.personId === personId)
    for (let i = 0; i < some.length; i += REVIEW_AT_ONCE)
      await review(db, tenantId, some.slice(i, i + REVIEW_AT_ONCE), index.drop)
  }
  const send = async (event: StreamedEvent, held: Set<Connection> | undefined, turn: Turn) => {
    const frames = eventFrames(event)
    let isFirst = true
    for (const topic of topicsOf(event)) {
      for (const one of index.of(topic)) {
        if (!one.live || one.position >= event.seq) continue
        if (held !== undefined && !held.has(one)) {
          one.sink.hold()
          held.add(one)
        }
        if (!offer(one, event, frames)) continue
        if (isFirst) metrics.streamLag.observe(Math.max(0, Date.now() - Date.parse(event.at)) / 1000)
        isFirst = false
        const pause = turn()
        if (pause !== undefined) await pause
      }
    }
    if (event.ticketId === null || !event.changes.some(({ field }) => field === 'teamId')) return
    const topic = `ticket:${event.ticketId}`
    for (const one of index.of(topic)) reviewTicket(one, topic, event.ticket ?? undefined, index.drop)
  }
  const deliver = async (events: StreamedEvent[]) => {
    taken = events.at(-1)?.seq ?? taken
    // Before anything is sent: what comes after somebody lost a right must not reach them.
    for (const personId of new Set(events.map(personConcerned)))
      if (personId !== undefined) await reviewAll(personId)
    const turn = everyTurn(limits.chunk)
    for (let i = 0; i < events.length; i += HELD_EVENTS) {
      const some = events.slice(i, i + HELD_EVENTS)
      const held = some.length > 1 ? new Set<Connection>() : undefined
      for (const event of some) await send(event, held, turn)
      for (const one of held ?? []) one.sink.release()
    }
    delivered = taken
  }
  const tail = followLog(db, wakeUps, tenantId, after, readStreamed, deliver, context.onError)
  return {
    connections,
    scanned,
    review: reviewAll,
    join(one) {
      connections.add(one)
      index.add(one)
      return catchUp(one, {
        taken: () => taken,
        readPage: (from, limit) =>
          context.slot(() => read(db, { tenantId, actorId: null }, (tx) => readStreamed(tx, from, limit))),
        offer: (event) => {
          const isAsked = topicsOf(event).some((topic) => one.topics.has(topic))
          if (isAsked) offer(one, event, eventFrames(event))
        },
        review: () => review(db, tenantId, [one], index.drop),
        onError: context.onError,
      })
    },
    leave(one) {
      connections.delete(one)
      index.remove(one)
    },
    whisper(topic, frame, team) {
      const hearers = new Set([...index.of(topic)].filter((one) => worksThere(one, topic)))
      if (team !== undefined)
        for (const one of index.of(`team:${team.id}`)) if (worksIn(one, team)) hearers.add(one)
      for (const one of hearers) if (one.live) one.sink.send(frame)
    },
    stop: () => tail.stop(),
  }
}

function worksThere({ topics }: Connection, topic: string): boolean {
  return !topic.startsWith('ticket:') || topics.get(topic)?.part === 'STAFF'
}

function worksIn({ viewer }: Connection, team: NonNullable<Whisper['team']>): boolean {
  return viewer.personId !== team.exceptPersonId && isStaffOf(viewer, team.id)
}

type Turn = () => Promise<void> | undefined

/** Gives other work its turn after every so many steps, so that no broadcast blocks the process. */
function everyTurn(steps: number): Turn {
  let count = 0
  return () => {
    count += 1
    return count % steps === 0 ? new Promise((resolve) => setImmediate(resolve)) : undefined
  }
}
