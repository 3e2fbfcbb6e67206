import { beforeEach, expect, test } from 'vitest'
import { createStream, type Stream, type StreamOptions } from './stream.ts'

const ID = (seq: number) => `1.${seq}`
const TEAM = 'team:1'

/** A connection as the desk sees it. */
type Held = {
  url: URL
  authorization: string | null
  send(text: string): Promise<void>
  /** Ends it as a proxy or a crash would. */
  cut(): Promise<void>
  close(): Promise<void>
  isOpen(): boolean
}

/** A clock that only the test moves. */
function createClock() {
  let now = 0
  const waiting = new Set<{ at: number; wake: () => void }>()
  return {
    now: () => now,
    pause: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const one = { at: now + ms, wake: resolve }
        waiting.add(one)
        signal.addEventListener('abort', () => {
          waiting.delete(one)
          reject(signal.reason)
        })
      }),
    async advance(ms: number) {
      const until = now + ms
      for (;;) {
        const next = [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        now = Math.max(now, next.at)
        waiting.delete(next)
        next.wake()
        await turn()
      }
      now = until
      await turn()
    },
  }
}

/** Lets everything that is ready run. */
async function turn(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}

let held: Held[]
let refusals: (Response | Error)[]
let polls: { events: unknown[]; cursor: string }[]
let seen: string[]
let clock: ReturnType<typeof createClock>
let stream: Stream

beforeEach(() => {
  held = []
  refusals = []
  polls = []
  seen = []
  clock = createClock()
})

const fetchOfDesk = (async (input: string, init: RequestInit) => {
  const url = new URL(input)
  const refusal = refusals.shift()
  if (refusal instanceof Error) throw refusal
  if (refusal !== undefined) return refusal
  const authorization = new Headers(init.headers).get('authorization')
  if (url.searchParams.has('wait')) {
    seen.push(`poll ${url.searchParams.get('since')}`)
    const answer = polls.shift()
    if (answer !== undefined) return Response.json(answer)
    await clock.pause(25_000, init.signal ?? expect.fail('a poll has no signal'))
    return Response.json({ events: [], cursor: url.searchParams.get('since') })
  }
  let isOpen = true
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const over = () => {
    isOpen = false
  }
  init.signal?.addEventListener('abort', () => {
    over()
    void writer.abort(new Error('aborted')).catch(() => {})
  })
  writer.closed.then(over, over)
  held.push({
    url,
    authorization,
    isOpen: () => isOpen,
    async send(text) {
      void writer.write(new TextEncoder().encode(text)).catch(() => {})
      await turn()
    },
    async cut() {
      void writer.abort(new Error('cut')).catch(() => {})
      await turn()
    },
    async close() {
      void writer.close().catch(() => {})
      await turn()
    },
  })
  return new Response(readable, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
}) as typeof fetch

const follow = async (over: Partial<StreamOptions> = {}) => {
  stream = createStream({
    baseUrl: 'https://desk.example',
    key: 'dk_key',
    topics: [TEAM, 'me'],
    onEvent: ({ id, type }) => seen.push(`${type} ${id}`),
    onReset: () => seen.push('reset'),
    onState: (state, why) => seen.push(why === undefined ? state : `${state} ${why.status} ${why.code}`),
    onSignal: ({ type }) => seen.push(`signal ${type}`),
    onRevoked: (topic) => seen.push(`revoked ${topic}`),
    fetch: fetchOfDesk,
    now: clock.now,
    pause: clock.pause,
    random: () => 0,
    ...over,
  })
  stream.start()
  await turn()
}
const frame = (event: string, data: unknown, id?: string) =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
const hb = (seq: number, sent: number) => frame('hb', { sent }, ID(seq))
const event = (seq: number) => frame('ticket.updated', { id: String(seq) }, ID(seq))
const last = () => held.at(-1) ?? expect.fail('there is no connection')
const take = () => seen.splice(0)
const problem = (status: number, code: string, headers = {}) =>
  Response.json({ code, detail: 'what to do', requestId: 'r' }, { status, headers })

test('it asks for its topics with its key, is live with the first bytes, and hands events over', async () => {
  await follow({ since: ID(3) })
  expect(last().url.pathname).toBe('/api/v1/events')
  expect([last().url.searchParams.get('topics'), last().url.searchParams.get('since')]).toEqual([
    `${TEAM},me`,
    ID(3),
  ])
  expect(last().authorization).toBe('Bearer dk_key')
  await last().send(`retry: 3000\n\n${event(4)}${event(5)}${hb(6, 2)}${frame('presence', {})}`)
  expect(take()).toEqual([
    'connecting',
    'live',
    'ticket.updated 1.4',
    'ticket.updated 1.5',
    'signal presence',
  ])
  expect([stream.state(), stream.cursor()]).toEqual(['live', ID(6)])
})

test('a broken connection is resumed from the last heartbeat, and what comes again is not handed over again', async () => {
  await follow()
  await last().send(hb(3, 0) + event(4) + event(5))
  await last().cut()
  await clock.advance(500)
  expect(last().url.searchParams.get('since')).toBe(ID(3))
  await last().send(event(4) + event(5) + event(7) + hb(7, 3))
  expect(take()).toEqual([
    'connecting',
    'live',
    'ticket.updated 1.4',
    'ticket.updated 1.5',
    'reconnecting',
    'live',
    'ticket.updated 1.7',
  ])
})

test('an event that was lost on the way is noticed at the next heartbeat and fetched', async () => {
  await follow()
  await last().send(hb(3, 0) + event(5) + hb(5, 2))
  expect(held).toHaveLength(2)
  expect(held[0]?.isOpen()).toBe(false)
  expect(last().url.searchParams.get('since')).toBe(ID(3))
  await last().send(event(4) + event(5) + hb(5, 2))
  expect(take().filter((one) => one.startsWith('ticket'))).toEqual([
    'ticket.updated 1.5',
    'ticket.updated 1.4',
  ])
  expect(last().isOpen()).toBe(true)
})

test('a reset tells the app to read anew and goes on from the position that came with it', async () => {
  await follow({ since: '9.9' })
  await last().send(frame('reset', { reason: 'unknown-position' }, ID(40)) + event(41))
  await last().cut()
  await clock.advance(500)
  expect(last().url.searchParams.get('since')).toBe(ID(40))
  expect(take()).toContain('reset')
})

test('35 s of silence end a connection; bytes put that off', async () => {
  await follow()
  await last().send(hb(3, 0))
  await clock.advance(34_000)
  await last().send(': still here\n')
  await clock.advance(34_000)
  expect(held).toHaveLength(1)
  await clock.advance(1_500)
  expect(held).toHaveLength(2)
})

test('a proxy that lets nothing through makes it poll after three tries, and after three minutes it streams', async () => {
  await follow({ since: ID(3) })
  for (let i = 0; i < 3; i += 1) await clock.advance(36_000)
  expect(held).toHaveLength(3)
  expect(take()).toEqual(['connecting', `poll ${ID(3)}`])
  polls = [{ events: [{ id: ID(4), event: 'ticket.updated', data: {} }], cursor: ID(8) }]
  polls[0]?.events.push({ id: null, event: 'revoked', data: { topic: 'me' } })
  await clock.advance(36_000)
  expect(take()).toEqual(['polling', `poll ${ID(3)}`, 'ticket.updated 1.4', 'revoked me', `poll ${ID(8)}`])
  await clock.advance(170_000)
  const streaming = held.findIndex((one) => one.isOpen())
  expect(streaming).toBeGreaterThan(2)
  await last().send(hb(9, 0))
  expect(stream.state()).toBe('live')
})

test('a poll that is answered empty at once is not asked again at once', async () => {
  await follow({ since: ID(3), random: () => 1 })
  for (let i = 0; i < 3; i += 1) await clock.advance(36_000)
  polls = Array.from({ length: 50 }, () => ({ events: [], cursor: ID(3) }))
  await clock.advance(36_000)
  expect(seen.filter((one) => one.startsWith('poll')).length).toBeLessThan(10)
})

test('the desk says when to come back, and it does', async () => {
  await follow()
  await last().send(`${hb(3, 0)}retry: 4200\n\n${frame('reconnect', {})}`)
  await clock.advance(4_100)
  expect(held).toHaveLength(1)
  await clock.advance(200)
  expect(held).toHaveLength(2)
})

test.each([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [422, 'contract-violation'],
] as const)('a refusal with %i stops it, and the app sees why', async (status, code) => {
  refusals = [problem(status, code)]
  await follow()
  await clock.advance(3_600_000)
  expect(take()).toEqual(['connecting', `stopped ${status} ${code}`])
  expect(held).toEqual([])
  stream.start()
  await turn()
  expect(held).toHaveLength(1)
})

test('what passes is tried again: no network, an overload after its Retry-After, the page of a proxy', async () => {
  refusals = [
    new TypeError('fetch failed'),
    problem(429, 'too-many-streams', { 'retry-after': '20' }),
    new Response('<h1>Gone</h1>', { status: 404 }),
    problem(503, 'unavailable'),
  ]
  await follow()
  await clock.advance(500)
  await clock.advance(19_000)
  expect(refusals).toHaveLength(2)
  await clock.advance(2_500)
  expect(held).toHaveLength(1)
  await last().send(hb(1, 0))
  expect(stream.state()).toBe('live')
})

test('a revoked topic is told of and left out from then on; without any it stops', async () => {
  await follow()
  await last().send(hb(3, 0) + frame('revoked', { topic: TEAM }))
  await last().cut()
  await clock.advance(500)
  expect(last().url.searchParams.get('topics')).toBe('me')
  await last().send(frame('revoked', { topic: 'me' }))
  expect(take().slice(-2)).toEqual(['revoked me', 'stopped 403 forbidden'])
  expect(last().isOpen()).toBe(false)
})

test('other topics are asked for at once, from where it was', async () => {
  await follow()
  await last().send(hb(3, 0) + event(4))
  stream.setTopics([TEAM, 'me', 'ticket:IT-1'])
  await turn()
  expect(held.map((one) => one.isOpen())).toEqual([false, true])
  expect(last().url.searchParams.get('topics')).toBe(`${TEAM},me,ticket:IT-1`)
  expect(last().url.searchParams.get('since')).toBe(ID(3))
  stream.setTopics([TEAM, 'me', 'ticket:IT-1'])
  await turn()
  expect(held).toHaveLength(2)
})

test('after a sleep it looks at once whether the connection lives, and a wait is cut short', async () => {
  await follow()
  await last().send(hb(3, 0))
  stream.poke()
  await clock.advance(21_000)
  expect(held).toHaveLength(1)
  stream.poke()
  await turn()
  expect(held).toHaveLength(2)
  refusals = [new TypeError('fetch failed')]
  await last().send(hb(3, 0))
  await last().cut()
  stream.poke()
  await turn()
  expect(refusals).toEqual([])
})

test('nothing is handed over after stop, and its connection is closed', async () => {
  await follow({
    onEvent: ({ id }) => {
      seen.push(id)
      stream.stop()
    },
  })
  await last().send(hb(3, 0) + event(4) + event(5))
  await clock.advance(60_000)
  expect(take()).toEqual(['connecting', 'live', '1.4', 'stopped'])
  expect([held.length, last().isOpen()]).toEqual([1, false])
})

test('frames that are no JSON break the connection, not the client', async () => {
  await follow()
  await last().send(`${hb(3, 0)}id: 1.4\nevent: ticket.updated\ndata: {oops\n\n`)
  expect(last().isOpen()).toBe(false)
  await clock.advance(500)
  await last().send(event(4) + hb(4, 1))
  expect(take().at(-1)).toBe('ticket.updated 1.4')
})
