import http, { type ClientRequest, type IncomingMessage } from 'node:http'

export type ReceivedFrame = {
  id: string | undefined
  event: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into data whose shape they assert.
  data: any
}
export type StreamRequest = {
  topics: string
  key?: string
  cookie?: string
  since?: string
  lastEventId?: string
}

/** A stream as a client sees it, on a socket of its own. */
export type OpenStream = {
  status: number
  headers: IncomingMessage['headers']
  /** The answer's text so far; of a refusal, all of it. */
  text(): string
  /** Every frame so far, in order. */
  frames: ReceivedFrame[]
  /** The frames that are events of the log. */
  events(): ReceivedFrame[]
  /** Waits for a frame that fits, among those that came and those to come; rejects when the stream ends without one. */
  frame(fits: (frame: ReceivedFrame) => boolean): Promise<ReceivedFrame>
  /** Waits for so many events of the log in all. */
  count(events: number): Promise<ReceivedFrame[]>
  /** Resolves when the server has closed. */
  closed: Promise<void>
  /** Stops reading, as a client does that hangs; and goes on. */
  pause(): void
  resume(): void
  close(): void
}

const NOT_OF_THE_LOG = new Set(['hb', 'reset', 'revoked', 'reconnect', 'presence', 'draft', 'signal'])

/** Opens a stream of a desk that listens at `url`. Answers refusals too; look at `status`. */
export async function openStream(url: string, request: StreamRequest): Promise<OpenStream> {
  const { topics, key, cookie, since, lastEventId } = request
  const query = new URLSearchParams({ topics, ...(since === undefined ? {} : { since }) })
  const headers: Record<string, string> = {
    accept: 'text/event-stream',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  }
  const sent = http.get(`${url}/api/v1/events?${query}`, { headers, agent: false })
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve)
    sent.once('error', reject)
  })
  return reading(sent, answer)
}

function reading(sent: ClientRequest, answer: IncomingMessage): OpenStream {
  const frames: ReceivedFrame[] = []
  const watchers = new Set<() => void>()
  let text = ''
  let rest = ''
  let isClosed = false
  const tell = () => {
    for (const watcher of [...watchers]) watcher()
  }
  sent.on('error', () => {})
  answer.on('error', () => {})
  answer.setEncoding('utf8')
  answer.on('data', (chunk: string) => {
    text += chunk
    rest += chunk
    const parts = rest.split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) if (/^data:/m.test(part)) frames.push(parsed(part))
    tell()
  })
  const closed = new Promise<void>((resolve) => {
    answer.once('close', () => {
      isClosed = true
      resolve()
      tell()
    })
  })
  const until = <T>(look: () => T | undefined) =>
    new Promise<T>((resolve, reject) => {
      const watcher = () => {
        const found = look()
        if (found === undefined && !isClosed) return
        watchers.delete(watcher)
        if (found === undefined) reject(new Error(`the stream ended without it: ${text.slice(-500)}`))
        else resolve(found)
      }
      watchers.add(watcher)
      watcher()
    })
  const events = () => frames.filter(({ event }) => !NOT_OF_THE_LOG.has(event))
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    text: () => text,
    frames,
    events,
    frame: (fits) => until(() => frames.find(fits)),
    count: (wanted) => until(() => (events().length >= wanted ? events() : undefined)),
    closed,
    pause: () => void answer.pause(),
    resume: () => void answer.resume(),
    close: () => void sent.destroy(),
  }
}

function parsed(part: string): ReceivedFrame {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1]
  return { id: field('id'), event: field('event') ?? 'message', data: JSON.parse(field('data') ?? 'null') }
}
