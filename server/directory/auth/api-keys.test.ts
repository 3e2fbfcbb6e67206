import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { otherTenant } from '../../../test/harness/other-tenant.ts'
import { issueKey } from './issue-key.ts'
import { settleLastUses } from './last-use.ts'

let desk: Desk
let own: SetUp
let agent: { id: string; version: number; key: string }
let foreignKey: string
beforeAll(async () => {
  desk = await startDesk()
  own = await desk.setup()
  const body = { name: 'Ada', email: 'ada@example.org', role: 'AGENT', teamIds: [own.teamId] }
  const person = (await desk.request('POST', '/api/v1/people', { key: own.apiKey, body })).body
  const key = await make(own.apiKey, { scopes: ['admin:read', 'admin:write'], personId: person.id })
  agent = { id: person.id, version: person.version, key: key.body.apiKey }
  const other = await otherTenant(desk.db)
  foreignKey = other.apiKey
})
afterAll(async () => {
  await settleLastUses(desk.db)
  await desk.stop()
})

const make = (key: string, body: object, headers: Record<string, string> = {}) =>
  desk.request('POST', '/api/v1/api-keys', { key, body: { name: 'A key', ...body }, headers })
const revoke = (key: string, id: string) => desk.request('DELETE', `/api/v1/api-keys/${id}`, { key })
const list = (key: string, query = '') => desk.request('GET', `/api/v1/api-keys${query}`, { key })
const me = (key: string) => desk.request('GET', '/api/v1/me', { key })

test('a new key works within its scopes and shows its secret once', async () => {
  const made = await make(own.apiKey, { scopes: ['people:read'] })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    id: expect.any(String),
    name: 'A key',
    scopes: ['people:read'],
    apiKey: expect.stringMatching(/^dk_/),
  })
  expect((await me(made.body.apiKey)).body.scopes).toEqual(['people:read'])
  expect(await make(made.body.apiKey, { scopes: ['people:read'] })).toMatchObject({
    status: 403,
    body: { code: 'missing-scope' },
  })
  await settleLastUses(desk.db)
  const listed = await list(own.apiKey)
  expect(listed.text).not.toContain(made.body.apiKey)
  expect(listed.body.items[0]).toEqual({
    id: made.body.id,
    name: 'A key',
    personId: own.ownerId,
    scopes: ['people:read'],
    createdAt: expect.any(String),
    expiresAt: null,
    lastUsedAt: expect.any(String),
    revokedAt: null,
  })
})

test('a repeated request makes no second key and does not show the secret again', async () => {
  const headers = { 'idempotency-key': 'one-key' }
  const first = await make(own.apiKey, { scopes: ['reports'] }, headers)
  const again = await make(own.apiKey, { scopes: ['reports'] }, headers)
  expect(again).toMatchObject({ status: 409, body: { code: 'already-created' } })
  expect(again.text).toContain(first.body.id)
  expect(again.text).not.toContain('dk_')
})

test('a key gives on no scope that it lacks', async () => {
  expect(await make(agent.key, { scopes: ['admin:read', 'tickets:write'] })).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  })
  expect((await make(agent.key, { scopes: ['admin:read'] })).status).toBe(201)
})

test('only an owner makes keys for others, and only for those who are here and active', async () => {
  expect((await make(agent.key, { scopes: ['admin:read'], personId: own.ownerId })).status).toBe(403)
  const stranger = '018f0000-0000-7000-8000-000000000000'
  expect((await make(own.apiKey, { scopes: ['admin:read'], personId: stranger })).status).toBe(404)
  expect((await make(foreignKey, { scopes: ['admin:read'], personId: agent.id })).status).toBe(404)
})

test.each([
  [{ scopes: [] }, '/scopes'],
  [{ scopes: ['everything'] }, '/scopes/0'],
  [{ scopes: ['reports', 'reports'] }, '/scopes'],
  [{ scopes: ['reports'], name: ' ' }, '/name'],
  [{ scopes: ['reports'], expiresAt: '2020-01-01T00:00:00.000Z' }, '/expiresAt'],
])('%j is refused', async (body, path) => {
  expect(await make(own.apiKey, body)).toMatchObject({ status: 422, body: { errors: [{ path }] } })
})

test('a key ends at its expiry', async () => {
  const [now] = (await list(own.apiKey, '?limit=1')).body.items
  const expiresAt = new Date(Date.parse(now.createdAt) + 3_600_000).toISOString()
  const { apiKey } = (await make(own.apiKey, { scopes: ['people:read'], expiresAt })).body
  expect((await me(apiKey)).status).toBe(200)
  desk.moveClock(2 * 3_600_000)
  expect((await me(apiKey)).status).toBe(401)
})

test('a revoked key is dead at once, and revoking it again changes nothing', async () => {
  const { id, apiKey } = (await make(own.apiKey, { scopes: ['people:read'] })).body
  const revoked = await revoke(own.apiKey, id)
  expect(revoked).toMatchObject({ status: 200, body: { id, revokedAt: expect.any(String) } })
  expect((await me(apiKey)).status).toBe(401)
  expect((await revoke(own.apiKey, id)).body).toEqual(revoked.body)
})

test('agents see and revoke their own keys alone, owners all, other tenants none', async () => {
  const { id } = (await make(own.apiKey, { scopes: ['reports'] })).body
  expect((await revoke(agent.key, id)).status).toBe(404)
  expect((await revoke(foreignKey, id)).status).toBe(404)
  const mine = (await list(agent.key)).body.items
  expect(new Set(mine.map((key: { personId: string }) => key.personId))).toEqual(new Set([agent.id]))
  expect((await list(agent.key, `?personId=${own.ownerId}`)).body.items).toEqual([])
  expect((await list(own.apiKey, `?personId=${agent.id}`)).body.items).toEqual(mine)
  const foreign = (await list(foreignKey)).body.items
  expect(foreign).toHaveLength(1)
  const { id: agents } = (await make(agent.key, { scopes: ['admin:read'] })).body
  expect((await revoke(own.apiKey, agents)).status).toBe(200)
})

test('pages cover every key once', async () => {
  const all = (await list(own.apiKey, '?limit=100')).body.items
  const seen: unknown[] = []
  for (let cursor = ''; ; ) {
    const page = (await list(own.apiKey, `?limit=2${cursor}`)).body
    seen.push(...page.items)
    if (page.nextCursor === null) break
    cursor = `&cursor=${page.nextCursor}`
  }
  expect(seen).toEqual(all)
  const forged = Buffer.from('["no id"]').toString('base64url')
  expect((await list(own.apiKey, `?cursor=${forged}`)).status).toBe(422)
})

test('without credentials there are no keys', async () => {
  for (const method of ['GET', 'POST']) {
    const answer = await desk.request(method, '/api/v1/api-keys', { body: undefined })
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  }
  expect((await desk.request('DELETE', `/api/v1/api-keys/${agent.id}`)).status).toBe(401)
})

test('the command line makes a key for a known address and scope of one organisation', async () => {
  const key = { email: 'ADA@example.org', name: 'Console', scopes: ['people:read'] }
  await expect(issueKey(desk.db, key)).rejects.toMatchObject({ code: 'choose-tenant' })
  const made = await issueKey(desk.db, { ...key, tenantSlug: 'example' })
  expect((await me(made.apiKey)).body.person.id).toBe(agent.id)
  const wrong = [
    { tenantSlug: 'nope' },
    { tenantSlug: 'other-company' },
    { tenantSlug: 'example', scopes: ['x'] },
  ]
  for (const change of wrong) await expect(issueKey(desk.db, { ...key, ...change })).rejects.toThrow()
})

test('the keys of somebody deactivated are dead at once', async () => {
  await desk.request('PATCH', `/api/v1/people/${agent.id}`, {
    key: own.apiKey,
    body: { active: false },
    headers: { 'if-match': `"v${agent.version}"` },
  })
  expect((await list(agent.key)).status).toBe(401)
  expect((await make(own.apiKey, { scopes: ['reports'], personId: agent.id })).status).toBe(409)
})
