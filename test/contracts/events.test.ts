import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALL_ROUTES, routeName } from '../../contracts/all-routes.ts'
import { takesIdempotencyKey } from '../../contracts/problem-codes.ts'
import { exampleOf } from './examples.ts'
import { callRoute } from './route-call.ts'
import { startWorld, type World } from './world.ts'

const changing = ALL_ROUTES.filter(({ method }) => method !== 'GET').map(
  (one) => [routeName(one), one] as const,
)
const reading = ALL_ROUTES.filter(({ method }) => method === 'GET').map(
  (one) => [routeName(one), one] as const,
)

let world: World
let seqAfterSetup: number
beforeAll(async () => {
  world = await startWorld()
  seqAfterSetup = await world.lastSeq()
})
afterAll(() => world.desk.stop())

test('set-up is in the log', () => {
  expect(seqAfterSetup).toBeGreaterThan(3)
})

// Drafts are not facts: a log that told of every pause in typing would tell of nothing else.
// So is presence, which is kept nowhere and means nothing half a minute later.
const FACTLESS = ['saveDraft', 'deleteDraft', 'sayPresence', 'previewMailTemplate']

describe.each(changing.filter(([name]) => name !== 'setUp' && !FACTLESS.includes(name)))(
  '%s',
  (name, contract) => {
    const key = () => (contract.access === 'public' ? undefined : world.owner.apiKey)

    test('leaves a fact in the log, and none when it is refused', async () => {
      const input = await exampleOf(name, world)
      const before = await world.lastSeq()
      const refused = await callRoute(world.desk, contract, { ...input, query: { nonsense: '1' } }, key())
      expect(refused.status).toBe(422)
      expect(await world.lastSeq()).toBe(before)
      const answer = await callRoute(world.desk, contract, input, key())
      expect(answer.status).toBeLessThan(300)
      if (answer.status === 202) await world.desk.settle()
      expect(await world.lastSeq()).toBeGreaterThan(before)
    })
  },
)

// Set-up and the session take no key.
describe.each(changing.filter(([, contract]) => takesIdempotencyKey(contract)))('%s', (name, contract) => {
  test('sent again with its key, is done once and answers the same', async () => {
    const { apiKey } = world.owner
    const input = await exampleOf(name, world)
    const repeatable = { ...input, headers: { 'idempotency-key': `once-${name}` } }
    const first = await callRoute(world.desk, contract, repeatable, apiKey)
    const after = await world.lastSeq()
    const second = await callRoute(world.desk, contract, repeatable, apiKey)
    expect(await world.lastSeq()).toBe(after)
    if (name === 'createKey')
      return expect(second.body).toMatchObject({ status: 409, code: 'already-created' })
    expect([second.status, second.text]).toEqual([first.status, first.text])
    expect(second.headers.etag).toBe(first.headers.etag)
  })
})

test('reading leaves nothing in the log', async () => {
  for (const [name, contract] of reading) {
    const input = await exampleOf(name, world)
    await world.desk.settle()
    const before = await world.lastSeq()
    const answer = await callRoute(world.desk, contract, input, world.owner.apiKey)
    expect([name, answer.status, await world.lastSeq()]).toEqual([name, 200, before])
  }
})
