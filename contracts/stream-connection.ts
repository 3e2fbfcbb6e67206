import { ApiError, problemError } from './client-errors.ts'
import type { TryEnd } from './stream-pace.ts'
import { createSseParser, type SseFrame } from './stream-sse.ts'

/** What a connection is made with. */
export type Wire = {
  baseUrl: string
  key: string | undefined
  fetch: typeof fetch
  /** Milliseconds of a clock that goes on while the machine sleeps. */
  now: () => number
  /** Waits; rejects when the signal aborts. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Not to be mended by another try. */
export type Refusal = { how: 'refused'; status: number; code: string }

/** A try that is under way, by stream or by long poll. */
export type Connection = {
  readonly ended: Promise<TryEnd | Refusal>
  /** When something last came. */
  heardAt(): number
  end(as: TryEnd): void
}

type Query = { topics: readonly string[]; since: string | undefined; waitS?: number }

/** A desk that lives sends a heartbeat every 15 s. */
const SILENCE_MS_MAX = 35_000

/**
 * Opens a stream of events. `frame` ends the connection by answering how; the end is told by `ended`, which never
 * rejects. 35 s without a byte are an end too.
 */
export function openStream(
  wire: Wire,
  query: Query,
  on: { open: () => void; retry: (ms: number) => void; frame: (frame: SseFrame) => TryEnd | undefined },
): Connection {
  return begin(wire, async (connection) => {
    const answer = await connection.send(query, 'text/event-stream')
    if (answer.body === null || !isOfType(answer, 'text/event-stream')) return { how: 'silent' }
    let asked: TryEnd | undefined
    let isBeating = false
    const parser = createSseParser({
      retry: on.retry,
      frame(frame) {
        isBeating ||= frame.id !== undefined
        asked ??= on.frame(frame)
      },
    })
    const decoder = new TextDecoder()
    const reader = answer.body.getReader()
    connection.onSilence(() =>
      isBeating ? { how: 'cut', livedMs: connection.livedMs() } : { how: 'silent' },
    )
    for (let hasBytes = false; ; hasBytes = true) {
      const { value, done } = await reader.read()
      if (done) return hasBytes ? { how: 'cut', livedMs: connection.livedMs() } : { how: 'silent' }
      if (!hasBytes) on.open()
      connection.heard()
      parser.push(decoder.decode(value, { stream: true }))
      if (asked !== undefined) return asked
    }
  })
}

/** Asks once by long poll; what it answered goes to `answer` before the connection ends. */
export function openPoll(wire: Wire, query: Query, onAnswer: (answer: unknown) => TryEnd): Connection {
  return begin(wire, async (connection) => {
    connection.onSilence(() => ({ how: 'failed' }))
    const answer = await connection.send(query, 'application/json')
    if (!isOfType(answer, 'application/json')) return { how: 'failed' }
    return onAnswer(JSON.parse(await answer.text()))
  })
}

type Under = {
  send(query: Query, accept: string): Promise<Response>
  heard(): void
  livedMs(): number
  onSilence(how: () => TryEnd): void
}

function begin(wire: Wire, run: (under: Under) => Promise<TryEnd>): Connection {
  const beganAt = wire.now()
  const controller = new AbortController()
  const { signal } = controller
  let heardAt = beganAt
  let wasHeard = false
  let endedAs: TryEnd | undefined
  let silence = (): TryEnd => ({ how: 'silent' })
  const end = (as: TryEnd) => {
    endedAs ??= as
    controller.abort()
  }
  const livedMs = () => wire.now() - beganAt
  const under: Under = {
    livedMs,
    send: (query, accept) => send(wire, query, accept, signal),
    heard() {
      heardAt = wire.now()
      wasHeard = true
    },
    onSilence(how) {
      silence = how
    },
  }
  const ended = run(under)
    .catch((error: unknown): TryEnd | Refusal => {
      if (endedAs !== undefined) return endedAs
      if (error instanceof ApiError) return ofRefusal(error)
      return wasHeard ? { how: 'cut', livedMs: livedMs() } : { how: 'failed' }
    })
    .then((how) => endedAs ?? how)
    .finally(() => controller.abort())
  void watchSilence(wire, signal, () => heardAt).then((isSilent) => isSilent && end(silence()))
  return { ended, heardAt: () => heardAt, end }
}

/** One timer at a time for a connection, not one for each piece of it. True after a silence, false at the end. */
async function watchSilence(wire: Wire, signal: AbortSignal, heardAt: () => number): Promise<boolean> {
  for (;;) {
    const leftMs = heardAt() + SILENCE_MS_MAX - wire.now()
    if (leftMs <= 0) return true
    try {
      await wire.pause(leftMs, signal)
    } catch {
      return false
    }
  }
}

async function send(wire: Wire, query: Query, accept: string, signal: AbortSignal): Promise<Response> {
  const search = new URLSearchParams({
    topics: query.topics.join(','),
    ...(query.since === undefined ? {} : { since: query.since }),
    ...(query.waitS === undefined ? {} : { wait: String(query.waitS) }),
  })
  const headers = {
    accept,
    ...(wire.key === undefined ? {} : { authorization: `Bearer ${wire.key}` }),
  }
  const url = `${wire.baseUrl.replace(/\/+$/, '')}/api/v1/events?${search}`
  const answer = await wire.fetch(url, { headers, signal, redirect: 'error', cache: 'no-store' })
  if (!answer.ok) throw await problemError(answer)
  return answer
}

/** What passes by itself: an overload, a restart, the page of a proxy. What the desk refused it would refuse again. */
function ofRefusal({ status, code, problem, retryAfterMs }: ApiError): TryEnd | Refusal {
  const isPassing = problem === undefined || status >= 500 || status === 429
  return isPassing ? { how: 'failed', retryAfterMs } : { how: 'refused', status, code }
}

function isOfType(answer: Response, type: string): boolean {
  return (answer.headers.get('content-type') ?? '').toLowerCase().startsWith(type)
}
