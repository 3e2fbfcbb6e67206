import type { Socket } from 'node:net'
import type { StreamPage } from '../../../contracts/realtime.ts'
import type { Database } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import type { Hint } from '../../platform/log/index.ts'
import type { Metrics } from '../../platform/observability/index.ts'
import { type Connection, encoded, heartbeat, positionId, RECONNECT, reset, type Sink } from './connection.ts'
import { cursorForms } from './cursor-forms.ts'
import { type Feed, type FeedContext, startFeed } from './feed.ts'
import { startHeartbeats } from './heartbeats.ts'
import { hintRelay } from './hint-relay.ts'
import { type PreparedStream, prepareStream, type StreamRequest } from './prepare.ts'
import { pollSink, streamSink } from './sinks.ts'
import { slots } from './slots.ts'
import { STREAM_LIMITS, type StreamLimits } from './stream-limits.ts'

/** Something short-lived that is told beside the log, without a position: whoever is not there misses it. */
export type Whisper = {
  tenantId: string
  topic: string
  event: string
  data: unknown
  /** Told to the agents who hold this team's topic too, but to one person: the ticket's requester. */
  team?: { id: string; exceptPersonId: string } | undefined
}

/** The streams of a process. */
export type StreamHub = {
  /** Looks whether a stream may be opened; refuses as `prepareStream` does, and with `too-many-streams`. */
  prepare(request: StreamRequest): Promise<PreparedStream>
  /** Opens it on a socket whose head was sent. */
  stream(prepared: PreparedStream, socket: Socket): void
  /** Answers what there is, at the latest after so long. */
  poll(prepared: PreparedStream, waitMs: number): Promise<StreamPage>
  /** A tenant's log grew. May come late or never: the feeds look for themselves once a second. */
  hint(hint: Hint): void
  /** Sends an event without an id to those who hold the topic; of a ticket's, only to agents of its team. Once a connection. */
  whisper(whisper: Whisper): void
  /** Tells every client to come again, elsewhere or later, and closes. Nothing new is opened. */
  stop(): Promise<void>
}

export type StreamHubOptions = {
  db: Database
  metrics: Metrics
  limits?: Partial<StreamLimits>
  onError: (error: unknown) => void
}

const READS_AT_ONCE = 3
const RETRY_SECONDS = 5

/** Makes the hub of a process; it costs nothing until somebody connects. Rule: docs/behaviour/stream.md. */
export function createStreamHub({ db, metrics, limits: over, onError }: StreamHubOptions): StreamHub {
  const limits: StreamLimits = { ...STREAM_LIMITS, ...over }
  const context: FeedContext = { db, limits, metrics, onError, slot: slots(READS_AT_ONCE) }
  const forms = cursorForms(db)
  const hints = hintRelay()
  const feeds = new Map<string, Feed>()
  const byPerson = new Map<string, Set<Connection>>()
  let stopping = false
  const beats = startHeartbeats<Connection>(limits.heartbeatMs, (one) => beat(one, feeds.get(one.tenantId)))
  const reviews = startReviews(feeds, limits.reviewMs, onError)

  const open = (prepared: PreparedStream, sink: Sink, isPoll: boolean): Connection => {
    const { tenantId, credential, viewer, topics, epoch, form, from } = prepared
    const endsAtMs = Date.now() + limits.lifeMs * (0.9 + Math.random() * 0.2)
    const standing = { tenantId, credential, viewer, topics, epoch, form }
    const one = { ...standing, sink, position: from, sent: 0, live: false, isPoll, endsAtMs }
    const mine = byPerson.get(personKey(one))
    if (mine === undefined) byPerson.set(personKey(one), new Set([one]))
    else mine.add(one)
    metrics.streamsOpen.inc()
    if (prepared.reset !== undefined) {
      metrics.streamResets.inc({ reason: prepared.reset })
      sink.send(reset(one, from, prepared.reset))
    } else if (!isPoll) sink.send(heartbeat(one, from))
    return one
  }
  const feedOf = ({ tenantId, lastSeq }: PreparedStream): Feed => {
    const known = feeds.get(tenantId)
    if (known !== undefined) return known
    const feed = startFeed(context, hints.of(tenantId), tenantId, lastSeq)
    feeds.set(tenantId, feed)
    return feed
  }
  const leave = (one: Connection) => {
    const mine = byPerson.get(personKey(one))
    if (mine?.delete(one) !== true) return
    if (mine.size === 0) byPerson.delete(personKey(one))
    metrics.streamsOpen.dec()
    beats.remove(one)
    const feed = feeds.get(one.tenantId)
    feed?.leave(one)
    if (feed?.connections.size !== 0) return
    feeds.delete(one.tenantId)
    feed.stop().catch(onError)
  }
  const admit = (prepared: PreparedStream) => {
    if (stopping) throw stopped()
    const all = byPerson.get(`${prepared.tenantId}:${prepared.viewer.personId}`) ?? []
    // One that was told to come again may be on its way out.
    const mine = [...all].filter((one) => !one.sink.closed)
    if (mine.length < limits.streamsPerPerson) return
    // Nobody tells that a client of a long poll went away: the oldest makes room.
    const poll = mine.find((one) => one.isPoll)
    if (poll === undefined)
      throw new Problem('too-many-streams', `You have ${mine.length} streams open; close one.`, {
        headers: { 'retry-after': String(RETRY_SECONDS) },
      })
    poll.sink.end()
  }
  return {
    async prepare(request) {
      const prepared = await prepareStream(db, forms, limits, request)
      admit(prepared)
      return prepared
    },
    stream(prepared, socket) {
      if (stopping || socket.destroyed) return void socket.destroy()
      const sink = streamSink(socket, limits, () => leave(one))
      const one = open(prepared, sink, false)
      beats.add(one)
      feedOf(prepared).join(one).catch(onError)
    },
    async poll(prepared, waitMs) {
      // The stop may have come while it was prepared; nobody would end it then.
      if (stopping) throw stopped()
      const first = Promise.withResolvers<void>()
      const sink = pollSink(() => setImmediate(first.resolve))
      const one = open(prepared, sink, true)
      const feed = feedOf(prepared)
      await feed.join(one)
      const timer = setTimeout(first.resolve, sink.frames.length > 0 ? 0 : waitMs)
      await first.promise
      clearTimeout(timer)
      const cursor = positionId(one, feed.scanned(one))
      sink.end()
      leave(one)
      return { events: sink.frames, cursor }
    },
    hint: hints.tell,
    whisper({ tenantId, topic, event, data, team }) {
      feeds.get(tenantId)?.whisper(topic, encoded(event, null, data), team)
    },
    async stop() {
      stopping = true
      beats.stop()
      reviews.stop()
      const open = [...byPerson.values()].flatMap((mine) => [...mine])
      for (const one of open) one.sink.end(RECONNECT, 500 + Math.random() * 4_500)
      await Promise.all([...feeds.values()].map((feed) => feed.stop()))
    },
  }
}

function stopped(): Problem {
  return new Problem('unavailable', 'Docket is stopping.', { headers: { 'retry-after': '1' } })
}

/** The sign of life of a stream, or its end. */
function beat(one: Connection, feed: Feed | undefined): void {
  if (feed === undefined || one.sink.closed) return
  if (Date.now() >= one.endsAtMs) one.sink.end(RECONNECT)
  // One that is too slow is told with its next event.
  else one.sink.send(heartbeat(one, feed.scanned(one)))
}

/** Reads everybody's rights anew, one tenant after the other. */
function startReviews(
  feeds: ReadonlyMap<string, Feed>,
  everyMs: number,
  onError: (error: unknown) => void,
): { stop(): void } {
  let running = false
  const look = async () => {
    if (running) return
    running = true
    for (const feed of [...feeds.values()]) await feed.review().catch(onError)
    running = false
  }
  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

function personKey({ tenantId, viewer }: Connection): string {
  return `${tenantId}:${viewer.personId}`
}
