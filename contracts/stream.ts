import { type Connection, openPoll, openStream, type Refusal, type Wire } from './stream-connection.ts'
import { createPace, type TryEnd } from './stream-pace.ts'
import { createPosition } from './stream-position.ts'
import type { SseFrame } from './stream-sse.ts'

/** `stopped` by the app, or for good because the desk refused: then with why. */
export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'stopped'
/** Why the desk ended it for good: not signed in (401), not allowed (403), no such ticket (404), and the like. */
export type StopReason = { status: number; code: string }
/** A fact of the log; `id` is its position, which only the desk understands. `data` as contracts/realtime.ts has it. */
export type StreamedEvent = { id: string; type: string; data: unknown }
/** What passes: presence and the like. It is never repeated and never missed for sure. */
export type StreamedSignal = { type: string; data: unknown }

export type StreamOptions = {
  /** Where the desk is, `https://desk.example.org`; in its own pages the empty string. */
  baseUrl: string
  /** An API key; without one a browser's session counts. */
  key?: string
  /** `me`, `team:{id}`, `ticket:{id or key}`; at most 200. */
  topics: readonly string[]
  /** The cursor() of an earlier stream; without one it begins now. */
  since?: string
  /** Every event of the topics once and in order; one that was lost on the way comes late. */
  onEvent: (event: StreamedEvent) => void
  /** Events may have been missed: what is shown must be read anew. The stream goes on behind it. */
  onReset: () => void
  onState?: (state: StreamState, why?: StopReason) => void
  onSignal?: (signal: StreamedSignal) => void
  /** The caller may no longer see this topic; it was taken off the list. */
  onRevoked?: (topic: string) => void
  fetch?: typeof fetch
  now?: () => number
  random?: () => number
  /** Waits; rejects when the signal aborts. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>
}

export type Stream = {
  start(): void
  stop(): void
  state(): StreamState
  /** The position to begin at another time; undefined before any was learned. */
  cursor(): string | undefined
  /** Other topics from now on. What happened to a new topic before must be read by the app. */
  setTopics(topics: readonly string[]): void
  /** The machine woke up, is online again, the page is seen again: look at once whether the connection lives. */
  poke(): void
}

/**
 * A client of the stream of events, for browsers and Node. It resumes where it was, hands each event over once, notices
 * what was lost on the way, and asks by long poll where a stream does not get through. It never gives up by itself
 * but when the desk refuses. Rule: docs/behaviour/stream-client.md.
 */
export function createStream(options: StreamOptions): Stream {
  const wire: Wire = {
    baseUrl: options.baseUrl,
    key: options.key,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    now: options.now ?? Date.now,
    pause: options.pause ?? pauseFor,
  }
  const pace = createPace(wire.now, options.random ?? Math.random)
  const position = createPosition(options.since)
  const handle = frameHandler(options, position, (topic) => dropTopic(topic))
  let topics = [...options.topics]
  let state: StreamState = 'stopped'
  let running: AbortController | undefined
  let connection: Connection | undefined
  let wake: AbortController | undefined

  const enter = (next: StreamState, why?: StopReason) => {
    if (state === next) return
    state = next
    guarded(() => options.onState?.(next, why))
  }
  const stop = (why?: StopReason) => {
    running?.abort()
    running = undefined
    connection?.end({ how: 'again' })
    enter('stopped', why)
  }
  const dropTopic = (topic: string) => {
    topics = topics.filter((one) => one !== topic)
    guarded(() => options.onRevoked?.(topic))
    if (topics.length === 0) stop({ status: 403, code: 'forbidden' })
  }
  const tryOnce = (way: 'stream' | 'poll', run: AbortSignal): Connection => {
    position.connected()
    const query = { topics, since: position.resumeAt() }
    if (way === 'poll') {
      const askedAt = wire.now()
      return openPoll(wire, { ...query, waitS: POLL_S }, (answer) => {
        if (run.aborted) return { how: 'again' }
        enter('polling')
        const isEmpty = takePolled(answer, handle, position.settle) === 0
        // An answer that is empty at once was not waited for; asking again at once would go round in circles.
        return isEmpty && wire.now() - askedAt < 1_000 ? { how: 'cut', livedMs: 0 } : { how: 'again' }
      })
    }
    return openStream(wire, query, {
      retry: pace.retry,
      open: () => enter('live'),
      frame: (frame) => (run.aborted ? { how: 'again' } : handle(frame)),
    })
  }
  const run = async (signal: AbortSignal) => {
    for (let step = pace.next({ how: 'again' }); !signal.aborted; ) {
      wake = new AbortController()
      if (step.waitMs > 0)
        await wire.pause(step.waitMs, AbortSignal.any([signal, wake.signal])).catch(() => {})
      wake = undefined
      if (signal.aborted) return
      connection = tryOnce(step.way, signal)
      const end: TryEnd | Refusal = await connection.ended
      if (signal.aborted) return
      connection = undefined
      if (end.how === 'refused') return stop({ status: end.status, code: end.code })
      step = pace.next(end)
      if (state === 'live' || (state === 'polling' && end.how !== 'again')) enter('reconnecting')
    }
  }
  return {
    start() {
      if (running !== undefined) return
      running = new AbortController()
      enter('connecting')
      void run(running.signal)
    },
    stop: () => stop(),
    state: () => state,
    cursor: position.newest,
    setTopics(next) {
      if (next.join() === topics.join()) return
      topics = [...next]
      connection?.end({ how: 'again' })
    },
    poke() {
      wake?.abort()
      if (connection !== undefined && wire.now() - connection.heardAt() > BEAT_LATE_MS)
        connection.end({ how: 'again' })
    },
  }
}

const POLL_S = 25
const BEAT_LATE_MS = 20_000

type Handle = (frame: SseFrame) => TryEnd | undefined

/** Takes one frame; answers how the connection ends, if it does. */
function frameHandler(
  options: StreamOptions,
  position: ReturnType<typeof createPosition>,
  onRevoked: (topic: string) => void,
): Handle {
  return ({ id, event, data: text }) => {
    const data: unknown = JSON.parse(text)
    if (event === 'reconnect') return { how: 'asked' }
    if (event === 'revoked') {
      const topic = (data as { topic?: unknown } | null)?.topic
      if (typeof topic === 'string') onRevoked(topic)
    } else if (event === 'reset') {
      position.reset(id)
      guarded(options.onReset)
    } else if (id === undefined) guarded(() => options.onSignal?.({ type: event, data }))
    else if (event !== 'hb') {
      if (position.take(id)) guarded(() => options.onEvent({ id, type: event, data }))
    } else {
      const sent = (data as { sent?: unknown } | null)?.sent
      const wholeness = position.heartbeat(id, typeof sent === 'number' ? sent : undefined)
      if (wholeness === 'lost') guarded(options.onReset)
      if (wholeness === 'gap') return { how: 'again' }
    }
    return undefined
  }
}

/** Takes a long poll's answer and says how many events it had. */
function takePolled(answer: unknown, handle: Handle, settle: (cursor: string) => void): number {
  const { events, cursor } = answer as { events?: unknown; cursor?: unknown }
  if (!Array.isArray(events)) throw new TypeError('the answer is none of a long poll')
  for (const { id, event, data } of events as { id: string | null; event: string; data: unknown }[])
    handle({ id: id ?? undefined, event, data: JSON.stringify(data) })
  if (typeof cursor === 'string') settle(cursor)
  return events.length
}

/** What an app's callback throws is reported as uncaught and does not end the stream. */
function guarded(callback: () => void): void {
  try {
    callback()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
