import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALL_ROUTES, routeName } from '../../contracts/all-routes.ts'
import { openApiDocument } from '../../contracts/openapi.ts'
import { type RouteContract, SCOPES, type Scope } from '../../contracts/route.ts'
import { EXAMPLES, exampleOf, type GoodCall } from './examples.ts'
import { goodAnswer, outcomeOf, strangerAnswer } from './expected-answers.ts'
import { callRoute } from './route-call.ts'
import { startWorld, type World } from './world.ts'

const named = (routes: readonly RouteContract[]) => routes.map((one) => [routeName(one), one] as const)
const guarded = ALL_ROUTES.filter((contract) => contract.access !== 'public')
// A template is named by its kind, of which each tenant has its own: nothing foreign can be named.
const addressed = ALL_ROUTES.filter(
  (contract) => contract.params !== undefined && !contract.path.startsWith('/api/v1/mail-templates/'),
)

let world: World
const keysWithout = new Map<Scope, string>()
let requesterKey: string
const refused = new Map<string, GoodCall>()
beforeAll(async () => {
  world = await startWorld()
  for (const lacking of SCOPES) {
    const scopes = SCOPES.filter((scope) => scope !== lacking)
    keysWithout.set(lacking, (await world.make('/api-keys', { name: `no ${lacking}`, scopes })).apiKey)
  }
  const personId = world.cast.stranger.id
  requesterKey = (await world.make('/api-keys', { name: 'Requester', scopes: [...SCOPES], personId })).apiKey
})
afterAll(() => world.desk.stop())

test('the app serves every contract, and nothing without one', async () => {
  const { body } = await world.desk.request('GET', '/openapi.json')
  const known = openApiDocument(ALL_ROUTES, body.info) as { paths: object }
  expect(operationsOf(body.paths)).toEqual(operationsOf(known.paths))
})

test('every route has an example here', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(ALL_ROUTES.map(routeName).sort())
})

test('only set-up and the session are open to everybody', () => {
  const open = ALL_ROUTES.filter((contract) => contract.access === 'public')
  expect(open.map(routeName).sort()).toEqual(['setUp', 'signIn', 'signOut'])
})

test('a good call of every route answers just what its example says: all succeed, but for set-up, which is spent', async () => {
  for (const contract of ALL_ROUTES) {
    const name = routeName(contract)
    const call = await exampleOf(name, world)
    const answer = await callRoute(world.desk, contract, call, keyFor(contract))
    expect([name, ...outcomeOf(answer)], answer.text.slice(0, 300)).toEqual([
      name,
      ...goodAnswer(contract, call),
    ])
  }
})

describe.each(named(guarded))('%s', (name, contract) => {
  test('answers 401 without credentials, and with a key that is none', async () => {
    const input = await refusedInput(name)
    for (const key of [undefined, 'dk_nonsense', `${world.owner.apiKey}x`]) {
      const answer = await callRoute(world.desk, contract, input, key)
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated'])
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  })

  test('answers 403 to a key without its scope, and names the scope', async () => {
    if (contract.access === 'public') return expect.fail('a guarded route is not public')
    const { scope } = contract.access
    const answer = await callRoute(world.desk, contract, await refusedInput(name), keysWithout.get(scope))
    expect(answer.body).toMatchObject({ status: 403, code: 'missing-scope', scope })
  })

  test('answers an employee with all scopes just so: 403 below its role, else the others’ things are not found', async () => {
    if (contract.access === 'public') return expect.fail('a guarded route is not public')
    const answer = await callRoute(world.desk, contract, await refusedInput(name), requesterKey)
    expect(outcomeOf(answer)).toEqual(strangerAnswer(contract, await refusedInput(name)))
  })
})

describe.each(named(addressed))('%s', (name, contract) => {
  test("answers 404 to another tenant's key, and changes nothing in either tenant", async () => {
    const input = await refusedInput(name)
    const { apiKey, tenantId } = world.cast.otherTenant
    const before = [await world.lastSeq(), await world.lastSeq(tenantId)]
    const answer = await callRoute(world.desk, contract, input, apiKey)
    expect([answer.status, answer.body.code]).toEqual([404, 'not-found'])
    expect([await world.lastSeq(), await world.lastSeq(tenantId)]).toEqual(before)
  })

  test('answers 404 to ids of nothing and to what is no id, each part of the path by itself', async () => {
    const input = await refusedInput(name)
    for (const part of Object.keys(input.params ?? {})) {
      for (const id of [randomUUID(), 'ZZ-999', 'nonsense', "'; --", '%00', '\u0000', 'x'.repeat(200)]) {
        const answer = await callRoute(
          world.desk,
          contract,
          { ...input, params: { ...input.params, [part]: id } },
          keyFor(contract),
        )
        expect([part, id, answer.status, answer.body?.code]).toEqual([part, id, 404, 'not-found'])
      }
    }
  })
})

describe("another tenant's ids in bodies and queries", () => {
  test('name nothing, and what would have used them is not done', async () => {
    const { owner, cast } = world
    const foreign = cast.otherTenant
    const ticket = await world.newTicket()
    const calls = [
      ['POST', '/tickets', { subject: 'x', body: 'x', teamId: foreign.teamId }],
      [
        'POST',
        '/people',
        { name: 'x', email: 'x@example.org', role: 'AGENT', teamIds: [foreign.teamId] },
        [404, 'not-found'],
      ],
      [
        'POST',
        '/api-keys',
        { name: 'x', scopes: ['tickets:read'], personId: foreign.ownerId },
        [404, 'not-found'],
      ],
      ['POST', `/tickets/${ticket.id}/assign`, { assigneeId: foreign.ownerId }],
      ['PUT', `/teams/${owner.teamId}/members/${foreign.ownerId}`, { role: 'AGENT' }],
    ] as const
    const before = await world.lastSeq()
    for (const [method, path, body] of calls) {
      const answer = await world.desk.request(method, `/api/v1${path}`, { key: owner.apiKey, body })
      expect([path, ...outcomeOf(answer)], answer.text).toEqual([path, 404, 'not-found'])
      expect(answer.text).not.toContain('ann')
    }
    expect(await world.lastSeq()).toBe(before)
  })

  test('list nothing', async () => {
    const { teamId, ownerId } = world.cast.otherTenant
    for (const path of [
      `/tickets?team=${teamId}`,
      `/tickets?assignee=${ownerId}`,
      `/tickets?requester=${ownerId}`,
      `/api-keys?personId=${ownerId}`,
    ]) {
      const { status, body } = await world.mail.get(path)
      expect([path, status, body?.items ?? body]).toEqual([path, 200, []])
    }
  })
})

/** A refused call uses nothing up, so one example of a route is enough for all of them. */
async function refusedInput(name: string): Promise<GoodCall> {
  const input = refused.get(name) ?? (await exampleOf(name, world))
  refused.set(name, input)
  return input
}

function keyFor(contract: RouteContract): string | undefined {
  return contract.access === 'public' ? undefined : world.owner.apiKey
}

function operationsOf(paths: object): string[] {
  return Object.entries(paths)
    .flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method} ${path}`))
    .sort()
}
