import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { read, write } from '../db/index.ts'
import { makeTenantKey, tenantKeys } from './index.ts'

let desk: Desk
let owner: SetUp
beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
})
afterAll(() => desk.stop())

it('many that ask at once for a key of a purpose get the same one', async () => {
  const scope = { tenantId: owner.tenantId, actorId: null }
  const asked = await Promise.all(
    Array.from({ length: 6 }, () => write(desk.db, scope, (tx) => makeTenantKey(tx, 'trial'))),
  )
  const secrets = new Set(asked.map(({ result }) => result.secret.toString('hex')))
  expect(secrets.size).toBe(1)
  const kept = await read(desk.db, scope, (tx) => tenantKeys(tx, 'trial'))
  expect(kept).toHaveLength(1)
  expect(kept[0]?.secret).toHaveLength(32)
})

it('a key serves one purpose', async () => {
  const scope = { tenantId: owner.tenantId, actorId: null }
  const one = await write(desk.db, scope, (tx) => makeTenantKey(tx, 'one'))
  const two = await write(desk.db, scope, (tx) => makeTenantKey(tx, 'two'))
  expect(one.result.secret.equals(two.result.secret)).toBe(false)
})
