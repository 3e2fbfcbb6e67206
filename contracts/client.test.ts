import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ApiError, createClient, NoAnswer } from './client.ts'
import { receiveRaw } from './inbound.ts'
import { revokeKey } from './keys.ts'
import { updatePerson } from './people.ts'
import { signOut } from './session.ts'
import { createTicket, listTickets, readTicket } from './tickets.ts'

type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string }
type Scripted = { status: number; headers?: Record<string, string>; body?: string } | 'hang up' | 'silence'

let server: Server
let baseUrl: string
let seen: Seen[]
let script: Scripted[]
let pauses: number[]

const ok: Scripted = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' }
const ticket = { subject: 'Printer', body: 'It hums' }

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
    const next = script.shift() ?? ok
    if (next === 'silence') return
    if (next === 'hang up') return request.socket.destroy()
    response.writeHead(next.status, next.headers).end(next.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  seen = []
  script = []
  pauses = []
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('a call carries its path, query, key, version, idempotency key and body', async () => {
  await client().call(updatePerson, {
    params: { id: 'a/b?c' },
    body: { name: 'Ada' },
    ifMatch: 3,
    idempotencyKey: 'one "two", \\three',
  })
  await client().call(listTickets, { query: { status: 'NEW,TRIAGED', limit: 5 } })
  expect(seen[0]).toMatchObject({ method: 'PATCH', url: '/api/v1/people/a%2Fb%3Fc', body: '{"name":"Ada"}' })
  expect(seen[0]?.headers).toMatchObject({
    authorization: 'Bearer dk_key',
    'content-type': 'application/json',
    'if-match': '"v3"',
    'idempotency-key': '"one \\"two\\", \\\\three"',
  })
  expect(seen[1]?.url).toBe('/api/v1/tickets?status=NEW%2CTRIAGED&limit=5')
  expect(seen[1]?.headers['content-type']).toBeUndefined()
})

test('a raw body goes out byte for byte under its own media type', async () => {
  script = [
    { status: 202, headers: { 'content-type': 'application/json' }, body: '{"id":"x","state":"RECEIVED"}' },
  ]
  const answer = await client().call(receiveRaw, {
    query: {},
    body: new TextEncoder().encode('From: a@b.c\r\n\r\nhé'),
  })
  expect(answer).toEqual({ id: 'x', state: 'RECEIVED' })
  expect(seen[0]).toMatchObject({
    body: 'From: a@b.c\r\n\r\nhé',
    headers: { 'content-type': 'message/rfc822' },
  })
})

test('an answer without a body is undefined', async () => {
  script = [{ status: 204 }]
  expect(await client().call(signOut)).toBeUndefined()
})

test('a browser session sends its CSRF token with what changes something, and only then', async () => {
  const page = createClient({ baseUrl, csrfToken: () => 'token', pause })
  await page.call(createTicket, { body: ticket })
  await page.call(readTicket, { params: { id: 'IT-1' } })
  expect(seen.map(({ headers }) => headers['x-csrf-token'])).toEqual(['token', undefined])
})

test('a refusal becomes an ApiError with code, detail, field errors and request id', async () => {
  const errors = [{ path: '/subject', message: 'is required' }]
  script = [problem(422, 'contract-violation', { errors, requestId: 'req-12345' })]
  const error = await failure(client().call(createTicket, { body: ticket }))
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({
    status: 422,
    code: 'contract-violation',
    detail: 'what to do',
    errors,
    requestId: 'req-12345',
  })
  expect(pauses).toEqual([])
})

test("a proxy's page is an ApiError too, of its own code", async () => {
  script = [
    { status: 403, headers: { 'content-type': 'text/html' }, body: '<h1>No</h1>' },
    { status: 200, body: 'Hello' },
  ]
  const refused = await failure(client().call(readTicket, { params: { id: 'IT-1' } }))
  const garbled = await failure(client().call(readTicket, { params: { id: 'IT-1' } }))
  expect([refused, garbled]).toMatchObject([
    { status: 403, code: 'unreadable-answer', problem: undefined },
    { status: 200, code: 'unreadable-answer' },
  ])
})

test('what changes something is never sent twice without an idempotency key', async () => {
  for (const failing of [
    'hang up',
    problem(503, 'unavailable'),
    problem(409, 'request-in-flight'),
  ] as const) {
    seen = []
    script = [failing]
    await failure(client().call(createTicket, { body: ticket }))
    expect(seen).toHaveLength(1)
  }
})

test('with an idempotency key it is sent again, the same, until an answer comes', async () => {
  script = ['hang up', problem(503, 'unavailable'), ok]
  expect(await client().call(createTicket, { body: ticket, idempotencyKey: 'k1' })).toEqual({ ok: true })
  expect(new Set(seen.map(({ body, headers }) => `${body} ${headers['idempotency-key']}`)).size).toBe(1)
  expect(seen).toHaveLength(3)
  expect(pauses).toHaveLength(2)
})

test('what fails for the fourth time is not asked for again', async () => {
  script = ['hang up', 'hang up', 'hang up', 'hang up', ok]
  expect(await failure(client().call(readTicket, { params: { id: 'IT-1' } }))).toBeInstanceOf(NoAnswer)
  expect(seen).toHaveLength(4)
  expect(pauses).toHaveLength(3)
})

test('what a desk failed at is asked for again when it only reads, and is not sent again when it changes', async () => {
  script = [problem(500, 'internal'), ok]
  expect(await client().call(readTicket, { params: { id: 'IT-1' } })).toEqual({ ok: true })
  script = [problem(500, 'internal'), ok]
  seen = []
  await failure(client().call(createTicket, { body: ticket, idempotencyKey: 'k1' }))
  expect(seen).toHaveLength(1)
})

test('refusals that a repeat would not mend are not repeated', async () => {
  for (const [status, code] of [
    [404, 'not-found'],
    [409, 'conflict'],
    [422, 'contract-violation'],
  ] as const) {
    seen = []
    script = [problem(status, code)]
    await failure(client().call(readTicket, { params: { id: 'IT-1' } }))
    expect(seen).toHaveLength(1)
  }
})

test('Retry-After is waited for, in seconds or as a date, and one above 30 s is left to the caller', async () => {
  const inTen = new Date(Date.now() + 10_000).toUTCString()
  script = [problem(503, 'unavailable', {}, '7'), problem(503, 'unavailable', {}, inTen), ok]
  await client().call(readTicket, { params: { id: 'IT-1' } })
  expect(pauses[0]).toBe(7000)
  expect(pauses[1]).toBeGreaterThan(8000)
  script = [problem(429, 'too-many-requests', {}, '600'), ok]
  expect(await failure(client().call(readTicket, { params: { id: 'IT-1' } }))).toMatchObject({
    retryAfterMs: 600_000,
  })
  expect(pauses).toHaveLength(2)
})

test('a desk that stays silent is given up after the timeout', async () => {
  script = ['silence']
  const impatient = createClient({ baseUrl, timeoutMs: 30, pause })
  expect(await failure(impatient.call(createTicket, { body: ticket }))).toBeInstanceOf(NoAnswer)
})

test("the caller's own abort ends the call at once with its reason, also in a pause", async () => {
  script = ['silence']
  const asking = new AbortController()
  const silent = failure(client().call(readTicket, { params: { id: 'IT-1' }, signal: asking.signal }))
  asking.abort(new Error('navigated away'))
  expect(await silent).toMatchObject({ message: 'navigated away' })

  script = [problem(503, 'unavailable', {}, '20')]
  const waiting = new AbortController()
  const send: typeof fetch = async (...args) => {
    const answer = await fetch(...args)
    setImmediate(() => setImmediate(() => waiting.abort(new Error('closed'))))
    return answer
  }
  const paused = createClient({ baseUrl, fetch: send })
  expect(
    await failure(paused.call(readTicket, { params: { id: 'IT-1' }, signal: waiting.signal })),
  ).toMatchObject({ message: 'closed' })
})

test('a redirect is not followed: a POST would arrive as a GET', async () => {
  script = [{ status: 302, headers: { location: `${baseUrl}/elsewhere` } }]
  expect(await failure(client().call(createTicket, { body: ticket }))).toBeInstanceOf(NoAnswer)
  expect(seen).toHaveLength(1)
})

test('no id in a path reaches another route', async () => {
  for (const id of ['', '.', '..']) {
    await expect(client().call(revokeKey, { params: { id } })).rejects.toThrow(TypeError)
  }
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), async (id) => {
      seen = []
      await client()
        .call(revokeKey, { params: { id } })
        .catch(() => {})
      const [call] = seen
      if (call !== undefined) expect(decodeURIComponent(call.url)).toBe(`/api/v1/api-keys/${id}`)
    }),
    { numRuns: 50 },
  )
})

test('what a contract does not take does not compile', () => {
  const calls = () => [
    // @ts-expect-error The subject is missing.
    client().call(createTicket, { body: {} }),
    // @ts-expect-error The path needs an id.
    client().call(readTicket),
    // @ts-expect-error PATCH needs If-Match.
    client().call(updatePerson, { params: { id: 'x' }, body: {} }),
    // @ts-expect-error Reading takes no body.
    client().call(readTicket, { params: { id: 'x' }, body: {} }),
    // @ts-expect-error A ticket has no such field.
    async () => (await client().call(readTicket, { params: { id: 'x' } })).colour,
  ]
  expect(calls).toBeTypeOf('function')
})

function client() {
  return createClient({ baseUrl, key: 'dk_key', pause })
}

async function pause(ms: number): Promise<void> {
  pauses.push(ms)
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail('the call did not fail'),
    (error: unknown) => error,
  )
}

function problem(status: number, code: string, extra: object = {}, retryAfter?: string): Scripted {
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    },
    body: JSON.stringify({
      type: `/docs/errors/${code}`,
      title: code,
      status,
      code,
      detail: 'what to do',
      requestId: 'r',
      ...extra,
    }),
  }
}
