import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALL_ROUTES, routeName } from '../../contracts/all-routes.ts'
import type { DeskAnswer } from '../harness/index.ts'
import { checkAnswer } from './answer-checks.ts'
import { exampleOf } from './examples.ts'
import { type Hostile, hostileCall } from './hostile-calls.ts'
import type { RouteInput } from './route-call.ts'
import { startWorld, type World } from './world.ts'

/** Of all routes together. A long run: FUZZ_RUNS=100000, with FUZZ_SEED to see one again. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 700)
const SEED = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ_RUNS === undefined ? 20261123 : Date.now()))
const OPTIONS = { numRuns: Math.ceil(RUNS / ALL_ROUTES.length), seed: SEED }

let world: World
let ids: string[]
const examples = new Map<string, RouteInput>()
const counts = new Map<number, number>()
beforeAll(async () => {
  world = await startWorld()
  const { owner, cast } = world
  const [ticket, another, person] = [
    await world.newTicket(),
    await world.newTicket(),
    await world.newPerson(),
  ]
  // Not the owner and the key that calls: they could take away their own rights, and the rest would test nothing.
  ids = [
    ticket.id,
    ticket.key,
    another.id,
    another.key,
    person.id,
    owner.teamId,
    cast.otherTeamId,
    cast.requester.id,
  ]
  ids.push(
    cast.otherTenant.teamId,
    cast.otherTenant.ownerId,
    await world.heldMail(),
    await world.attachment(),
  )
  // All before the first odd call: failed sign-ins shut the door to good ones for a while.
  for (const name of ALL_ROUTES.map(routeName)) examples.set(name, await exampleOf(name, world))
})
afterAll(() => world.desk.stop())

describe.each(ALL_ROUTES.map((contract) => [routeName(contract), contract] as const))(
  '%s',
  (name, contract) => {
    test('answers whatever comes by its contract: never 5xx, no inside shown, only codes that it names', async () => {
      const example = examples.get(name) ?? {}
      await fc.assert(
        fc.asyncProperty(hostileCall(contract, example, ids), async (call) => {
          const answer = await send(call)
          counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1)
          checkAnswer(contract, answer)
        }),
        OPTIONS,
      )
    })
  },
)

test('the calls before reached the handlers, and left the desk and its caller as able as they were', async () => {
  const done = [...counts].filter(([status]) => status < 300).reduce((sum, [, count]) => sum + count, 0)
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  expect(done / all).toBeGreaterThan(0.1)
  expect(counts.get(422) ?? 0).toBeGreaterThan(0)
  expect(counts.get(401) ?? 0).toBeLessThan(all / 10)
  expect((await world.mail.get('/me')).status).toBe(200)
  await world.desk.settle()
})

async function send({ method, address, body, headers }: Hostile): Promise<DeskAnswer> {
  const { 'content-type': type = 'application/json', ...rest } = headers
  const raw = body === undefined ? {} : { raw: { type, bytes: body } }
  return world.desk.request(method, address, { key: world.owner.apiKey, headers: rest, ...raw })
}
