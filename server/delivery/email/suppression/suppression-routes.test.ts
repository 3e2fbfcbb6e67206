import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cast, castOf } from '../../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../../test/harness/index.ts'
import { read, sql, write } from '../../../platform/db/index.ts'
import { recordRefusal } from './record-refusal.ts'
import { suppressedAddresses } from './suppression-queries.ts'

let desk: Desk
let owner: SetUp
let cast: Cast
beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  cast = await castOf(desk, owner)
})
afterAll(() => desk.stop())

const scope = () => ({ tenantId: owner.tenantId, actorId: null })
const refuse = (addressKey: string, status: string) =>
  write(desk.db, scope(), (tx) =>
    recordRefusal(tx, { deliveryId: randomUUID(), addressKey, status, detail: 'no such user' }),
  )
const isSuppressed = async (address: string) =>
  (await read(desk.db, scope(), (tx) => suppressedAddresses(tx, [address]))).has(address)
const lift = (address: string, key = cast.agent.key) =>
  desk.request('DELETE', `/api/v1/suppressions/${encodeURIComponent(address)}`, { key })
const list = (query = '', key = cast.agent.key) =>
  desk.request('GET', `/api/v1/suppressions${query}`, { key })

test('an agent sees why an address gets no mail, and lifts it, with a fact', async () => {
  await refuse('gone+x@example.com', '5.1.1')
  expect((await list()).body.items).toMatchObject([
    { address: 'gone+x@example.com', reason: 'HARD_BOUNCE', detail: '5.1.1 no such user', until: null },
  ])
  const lifted = await lift('Gone+X@Example.com')
  expect(lifted).toMatchObject({ status: 200, body: { address: 'gone+x@example.com' } })
  expect(await isSuppressed('gone+x@example.com')).toBe(false)
  expect((await lift('gone+x@example.com')).status).toBe(404)
  const facts = await read(desk.db, scope(), (tx) =>
    tx.rows(
      sql`SELECT visibility, refs FROM app.event WHERE tenant_id = ${tx.tenantId} AND type = 'admin.suppression_lifted'`,
    ),
  )
  expect(facts).toEqual([{ visibility: 'INTERNAL', refs: { address: 'gone+x@example.com' } }])
})

test('what was counted is forgotten when a pause is lifted, and a pause that is over is none', async () => {
  for (let i = 0; i < 3; i += 1) await refuse('full@example.com', '4.2.2')
  expect((await list()).body.items).toMatchObject([{ reason: 'SOFT_BOUNCES', until: expect.any(String) }])
  expect((await lift('full@example.com')).status).toBe(200)
  await refuse('full@example.com', '4.2.2')
  expect(await isSuppressed('full@example.com')).toBe(false)
  for (let i = 0; i < 2; i += 1) await refuse('full@example.com', '4.2.2')
  desk.moveClock(25 * 3_600_000)
  expect((await list()).body.items).toEqual([])
  expect((await lift('full@example.com')).status).toBe(404)
})

test('are listed in pages by address, and are those of the organisation', async () => {
  const addresses = ['a@example.com', 'b@example.com', 'c@example.com']
  for (const address of [...addresses].reverse()) await refuse(address, '5.1.1')
  const first = (await list('?limit=2')).body
  const second = (await list(`?limit=2&cursor=${first.nextCursor}`)).body
  expect([...first.items, ...second.items].map((one: { address: string }) => one.address)).toEqual(addresses)
  expect(second.nextCursor).toBeNull()
  expect((await list('?cursor=nonsense')).status).toBe(422)
  expect((await list('', cast.otherTenant.apiKey)).body.items).toEqual([])
  expect((await lift('a@example.com', cast.otherTenant.apiKey)).status).toBe(404)
  expect(await isSuppressed('a@example.com')).toBe(true)
})

test('are for agents, and for addresses', async () => {
  expect((await list('', cast.requester.key)).status).toBe(403)
  expect((await lift('a@example.com', cast.requester.key)).status).toBe(403)
  expect((await desk.request('GET', '/api/v1/suppressions')).status).toBe(401)
  expect((await desk.request('DELETE', '/api/v1/suppressions/a@example.com')).status).toBe(401)
  expect((await lift('nobody')).status).toBe(404)
})
