import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { read, sql, type TenantTx, write } from '../../platform/db/index.ts'
import { findOrMakeRequester } from './find-or-make-requester.ts'

let desk: Desk
let own: SetUp
beforeAll(async () => {
  desk = await startDesk()
  own = await desk.setup()
})
afterAll(() => desk.stop())

const run = async <T>(command: (tx: TenantTx) => Promise<T>) =>
  (await write(desk.db, { tenantId: own.tenantId, actorId: null }, command)).result
const now = '2026-01-01T00:00:00.000Z'
const find = (email: string, name?: string) => run((tx) => findOrMakeRequester(tx, { email, name }, now))
const factsAbout = (personId: string) =>
  read(desk.db, { tenantId: own.tenantId, actorId: null }, (tx) =>
    tx.rows(sql`SELECT 1 FROM app.event WHERE tenant_id = ${tx.tenantId} AND type = 'admin.person_created'
      AND refs->>'personId' = ${personId}`),
  )

test('an unknown address becomes a requester, a known one is found whatever its case', async () => {
  const made = await find('New.Person@example.org', 'New Person')
  expect(made).toMatchObject({ name: 'New Person', email: 'New.Person@example.org', role: 'EMPLOYEE' })
  expect(made.created).toBe(true)
  expect(await find('NEW.PERSON@example.org', 'Other')).toEqual({ ...made, created: false })
  expect(await find(own.email)).toMatchObject({ id: own.ownerId, role: 'OWNER', created: false })
  expect(await factsAbout(made.id)).toHaveLength(1)
})

test('commands that make the same requester at once share one, and lose none', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => find('crowd@example.org')))
  expect(new Set(people.map((person) => person.id)).size).toBe(1)
  expect(people.filter((person) => person.created)).toHaveLength(1)
  expect(await factsAbout(people[0]?.id ?? '')).toHaveLength(1)
})

test('twice in one command is one requester', async () => {
  const [one, two] = await run(async (tx) => [
    await findOrMakeRequester(tx, { email: 'same@example.org' }, now),
    await findOrMakeRequester(tx, { email: 'Same@example.org' }, now),
  ])
  expect(two).toEqual({ ...one, created: false })
})

test('a command that fails leaves no requester behind', async () => {
  const failing = run(async (tx) => {
    await findOrMakeRequester(tx, { email: 'ghost@example.org' }, now)
    throw new Error('later in the command')
  })
  await expect(failing).rejects.toThrow('later in the command')
  expect((await find('ghost@example.org')).created).toBe(true)
})

test.each([
  [undefined, 'jo.doe'],
  ['   ', 'jo.doe'],
  ['  Jo\u0000\r\n\tDoe ', 'Jo Doe'],
  ['x'.repeat(300), 'x'.repeat(200)],
  ['🦊'.repeat(201), '🦊'.repeat(200)],
  ['half \ud83d', 'half \ufffd'],
])('a name like %j is stored presentably', async (name, stored) => {
  const email = `jo.doe@${Math.random().toString(36).slice(2)}.test`
  expect((await find(email, name)).name).toBe(stored)
})

test('whatever stands in an address or a name, it is a requester or a refusal', async () => {
  const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 })
  const email = fc.oneof(
    fc.emailAddress(),
    fc.tuple(part, part).map((both) => both.join('@')),
    part,
  )
  await fc.assert(
    fc.asyncProperty(email, fc.string({ unit: 'binary' }), async (address, name) => {
      const outcome = await find(address, name).catch((error: { code?: string }) => error)
      expect('created' in outcome ? 'requester' : outcome.code).toMatch(/^(requester|contract-violation)$/)
    }),
    { numRuns: 60 },
  )
})
