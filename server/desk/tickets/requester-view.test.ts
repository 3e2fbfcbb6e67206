import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cast, castOf, fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, startDesk } from '../../../test/harness/index.ts'

const REASON = 'the supplier drags its feet'
let desk: Desk
let cast: Cast
let id: string

beforeAll(async () => {
  desk = await startDesk()
  cast = await castOf(desk, await desk.setup())
  id = (await fileTicket(desk, cast.requester.key)).id
  await call('POST', `/tickets/${id}/assign`, cast.agent.key, { assigneeId: cast.lead.id })
  await call('POST', `/tickets/${id}/transition`, cast.agent.key, {
    status: 'WAITING_ON_VENDOR',
    reason: REASON,
  })
})
afterAll(() => desk.stop())

const call = (method: string, path: string, key: string, body?: unknown, headers = {}) =>
  desk.request(method, `/api/v1${path}`, { key, headers, ...(body === undefined ? {} : { body }) })

test('an agent is told who works on a ticket and why it waits', async () => {
  const { body } = await call('GET', `/tickets/${id}`, cast.agent.key)
  expect(body).toMatchObject({ assigneeId: cast.lead.id, statusReason: REASON })
})

test.each([
  ['the ticket', 'GET', () => `/tickets/${id}`],
  ['the list', 'GET', () => '/tickets'],
  ['the events', 'GET', () => `/tickets/${id}/events`],
])('its requester is told neither by %s', async (_, method, path) => {
  const { status, text } = await call(method, path(), cast.requester.key)
  expect(status).toBe(200)
  expect(text).toContain(id)
  for (const secret of [REASON, cast.lead.id, cast.agent.id]) expect(text).not.toContain(secret)
})

test('of an event its requester is told no cause, no actor and no change that is the desk’s own', async () => {
  const { body } = await call('GET', `/tickets/${id}/events`, cast.requester.key)
  expect(body.items.length).toBeGreaterThan(2)
  for (const { actor, cause, changes } of body.items) {
    expect({ id: actor.id, cause }).toEqual({ id: null, cause: {} })
    for (const { field } of changes) expect(['status', 'priority', 'subject', 'teamId']).toContain(field)
  }
})

test('its requester is told neither when a change of theirs came too late, nor when it was done', async () => {
  const late = await call(
    'POST',
    `/tickets/${id}/transition`,
    cast.requester.key,
    { status: 'RESOLVED' },
    { 'if-match': '"v1"' },
  )
  expect(late.status).toBe(412)
  const done = await call('POST', `/tickets/${id}/transition`, cast.requester.key, { status: 'RESOLVED' })
  expect(done.body).toMatchObject({ status: 'RESOLVED', assigneeId: null, statusReason: null })
  for (const { text } of [late, done]) {
    expect(text).not.toContain(REASON)
    expect(text).not.toContain(cast.lead.id)
  }
})
