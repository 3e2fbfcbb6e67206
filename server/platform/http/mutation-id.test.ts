import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'

let desk: Desk
let owner: SetUp
beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
})
afterAll(() => desk.stop())

it('every fact of a command carries the Idempotency-Key of its request, as mutationId', async () => {
  const filed = await desk.request('POST', '/api/v1/tickets', {
    key: owner.apiKey,
    headers: { 'idempotency-key': '"a change of mine"' },
    body: { subject: 'Hello', body: 'World', requester: { email: 'rita@example.org' } },
  })
  const { body } = await desk.request('GET', `/api/v1/tickets/${filed.body.id}/events`, { key: owner.apiKey })
  expect(body.items.length).toBeGreaterThan(1)
  for (const event of body.items) expect(event.cause.mutationId).toBe('a change of mine')
})

it('a command without an Idempotency-Key has none', async () => {
  const filed = await desk.request('POST', '/api/v1/tickets', {
    key: owner.apiKey,
    body: { subject: 'Hello', body: 'World' },
  })
  const { body } = await desk.request('GET', `/api/v1/tickets/${filed.body.id}/events`, { key: owner.apiKey })
  for (const event of body.items) expect(event.cause).not.toHaveProperty('mutationId')
})
