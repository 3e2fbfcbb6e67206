import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiError, type Client, createClient } from '../../contracts/client.ts'
import { receiveRaw } from '../../contracts/inbound.ts'
import { createKey, revokeKey } from '../../contracts/keys.ts'
import { readMe } from '../../contracts/people.ts'
import { signIn, signOut } from '../../contracts/session.ts'
import {
  createTicket,
  listMessages,
  listTickets,
  readTicket,
  replyToTicket,
  updateTicket,
} from '../../contracts/tickets.ts'
import { type Desk, type SetUp, startDesk } from '../harness/index.ts'

let desk: Desk
let owner: SetUp
let baseUrl: string
let client: Client
beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  baseUrl = `http://127.0.0.1:${await desk.app.api.listen('127.0.0.1', 0)}`
  client = createClient({ baseUrl, key: owner.apiKey })
})
afterAll(() => desk.stop())

test('a ticket is filed, read, answered, changed and listed over the network', async () => {
  const ticket = await client.call(createTicket, {
    body: { subject: 'Printer', body: 'It hums', requester: { email: 'rita@example.com' } },
    idempotencyKey: 'a key, with "quotes"',
  })
  const again = await client.call(createTicket, {
    body: { subject: 'Printer', body: 'It hums', requester: { email: 'rita@example.com' } },
    idempotencyKey: 'a key, with "quotes"',
  })
  expect(again).toEqual(ticket)
  const changed = await client.call(updateTicket, {
    params: { id: ticket.key },
    body: { priority: 'P1' },
    ifMatch: ticket.version,
  })
  expect(changed).toMatchObject({ id: ticket.id, priority: 'P1', version: ticket.version + 1 })
  await client.call(replyToTicket, { params: { id: ticket.id }, body: { body: 'Looking' } })
  const { items } = await client.call(listMessages, { params: { id: ticket.id }, query: { limit: 10 } })
  expect(items.map(({ body }) => body)).toEqual(['It hums', 'Looking'])
  const page = await client.call(listTickets, { query: { priority: 'P1' } })
  expect(page.items.map(({ id }) => id)).toEqual([ticket.id])
})

test('a refusal of the desk is an ApiError with its code and fields', async () => {
  const missing = await refusal(client.call(readTicket, { params: { id: 'IT-999999' } }))
  expect(missing).toMatchObject({ status: 404, code: 'not-found' })
  const blank = await refusal(client.call(createTicket, { body: { subject: ' ', body: 'x' } }))
  expect(blank).toMatchObject({ code: 'contract-violation', errors: [{ path: '/subject' }] })
  expect(blank.requestId).toMatch(/./)
  const { id } = await client.call(createTicket, {
    body: { subject: 'x', body: 'x', requester: { email: 'rita@example.com' } },
  })
  const stale = await refusal(
    client.call(updateTicket, { params: { id }, body: { priority: 'P2' }, ifMatch: 99 }),
  )
  expect(stale).toMatchObject({ status: 412, code: 'version-mismatch', problem: { current: { id } } })
})

test('bytes go in as they are', async () => {
  const answer = await client.call(receiveRaw, {
    body: new TextEncoder().encode('From: rita@example.com\r\nSubject: Hi\r\n\r\nHello\r\n'),
  })
  expect(answer.state).toBe('RECEIVED')
})

test('a key that was revoked is refused at once', async () => {
  const made = await client.call(createKey, {
    body: { name: 'Short', scopes: ['people:read', 'tickets:read'] },
  })
  const other = createClient({ baseUrl, key: made.apiKey })
  expect((await other.call(readMe)).scopes).toEqual(['people:read', 'tickets:read'])
  await client.call(revokeKey, { params: { id: made.id } })
  expect(await refusal(other.call(readMe))).toMatchObject({ status: 401, code: 'unauthenticated' })
})

test('a session works by cookie and CSRF token, and ends', async () => {
  let cookie = ''
  let token: string | null = null
  const browser: typeof fetch = async (url, init) => {
    const headers = new Headers(init?.headers)
    if (cookie !== '') headers.set('cookie', cookie)
    headers.set('sec-fetch-site', 'same-origin')
    const answer = await fetch(url, { ...init, headers })
    cookie = answer.headers.get('set-cookie')?.split(';', 1)[0] ?? cookie
    return answer
  }
  const page = createClient({ baseUrl, fetch: browser, csrfToken: () => token })
  token = (await page.call(signIn, { body: { email: owner.email, password: owner.password } })).csrfToken
  const ticket = await page.call(createTicket, { body: { subject: 'From the page', body: 'x' } })
  expect((await page.call(readTicket, { params: { id: ticket.id } })).subject).toBe('From the page')
  expect(await page.call(signOut)).toBeUndefined()
  expect(await refusal(page.call(readMe))).toMatchObject({ status: 401 })
})

async function refusal(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => expect.fail('the call was not refused'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiError)) throw error
  return error
}
