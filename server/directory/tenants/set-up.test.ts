import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Desk, startDesk } from '../../../test/harness/index.ts'
import { read, registry, sql } from '../../platform/db/index.ts'
import { createTenant } from './create-tenant.ts'
import { ensureSetupToken } from './setup-token-store.ts'

let desk: Desk
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.stop())

const body = (token: string | null, changes: object = {}) => ({
  token,
  organisation: 'Müller & Söhne',
  owner: { name: 'Olga Owner', email: 'olga@example.org', password: 'correct horse battery' },
  team: { name: 'IT', prefix: 'IT' },
  ...changes,
})
const post = (token: string | null, changes: object = {}, headers: Record<string, string> = {}) =>
  desk.request('POST', '/api/v1/setup', { body: body(token, changes), headers })

const isSomebodyWaiting = async () => {
  const waiting = await registry(
    desk.db,
    sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return waiting.length > 0
}

test('the token makes an organisation whose key may do everything, and is then used up', async () => {
  const token = await ensureSetupToken(desk.db)
  const made = await post(token)
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    tenant: { id: expect.any(String), name: 'Müller & Söhne' },
    owner: { id: expect.any(String) },
    team: { id: expect.any(String), prefix: 'IT' },
    apiKey: expect.stringMatching(/^dk_[0-9a-z]{8}_[0-9a-z]{8}_\w{43}_\w{6}$/),
  })
  const me = await desk.request('GET', '/api/v1/me', { key: made.body.apiKey })
  expect(me.body).toMatchObject({
    person: { id: made.body.owner.id, role: 'OWNER' },
    tenant: { slug: 'muller-sohne' },
    teams: [{ id: made.body.team.id, role: 'TEAM_ADMIN' }],
  })
  expect(me.body.scopes).toHaveLength(11)
  expect(await post(token)).toMatchObject({ status: 410, body: { code: 'gone' } })
  expect(await ensureSetupToken(desk.db)).toBeNull()
})

test('everything that an organisation begins with is in its log, without a gap', async () => {
  const made = await post(await ensureSetupToken(desk.db))
  const tenantId: string = made.body.tenant.id
  const events = await read(desk.db, { tenantId, actorId: null }, (tx) =>
    tx.rows<{ seq: number; type: string }>(
      sql`SELECT seq, type FROM app.event WHERE tenant_id = ${tx.tenantId} ORDER BY seq`,
    ),
  )
  expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1))
  expect(events.map((event) => event.type)).toEqual(
    expect.arrayContaining([
      'admin.tenant_created',
      'admin.person_created',
      'admin.team_created',
      'admin.member_added',
      'admin.key_created',
    ]),
  )
})

test('of many set-ups at once exactly one succeeds', async () => {
  const token = await ensureSetupToken(desk.db)
  const answers = await Promise.all(Array.from({ length: 6 }, () => post(token)))
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 410, 410, 410, 410, 410])
})

test('a wrong token makes nothing and leaves the right one in force', async () => {
  const token = await ensureSetupToken(desk.db)
  expect(await post('x'.repeat(32))).toMatchObject({ status: 403, body: { code: 'wrong-setup-token' } })
  expect((await post(token)).status).toBe(201)
})

test('each start makes a new token and the one before is worth nothing', async () => {
  const before = await ensureSetupToken(desk.db)
  const preset = 'a-preset-token-of-32-characters!'
  expect(await ensureSetupToken(desk.db, preset)).toBe(preset)
  expect((await post(before)).status).toBe(403)
  expect((await post(preset)).status).toBe(201)
})

test('what does not fit is refused by its place, and the token stays', async () => {
  const token = await ensureSetupToken(desk.db)
  const owner = { name: 'Olga', email: 'olga@example.org', password: 'docketdocket' }
  for (const [changes, path] of [
    [{ owner }, '/owner/password'],
    [{ team: { name: 'IT', prefix: 'it' } }, '/team/prefix'],
    [{ organisation: ' ' }, '/organisation'],
    [{ surplus: 1 }, '/surplus'],
  ] as const) {
    const answer = await post(token, changes)
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } })
  }
  expect((await post(token)).status).toBe(201)
})

test('another site cannot set the desk up', async () => {
  const token = await ensureSetupToken(desk.db)
  const host = 'desk.example.org'
  const foreign = await post(token, {}, { host, origin: 'https://evil.example' })
  expect(foreign).toMatchObject({ status: 403, body: { code: 'foreign-origin' } })
  expect((await post(token, {}, { host, origin: 'https://desk.example.org' })).status).toBe(201)
})

test('a second organisation of the same name gets a slug of its own, and what follows its making', async () => {
  const input = {
    organisation: 'Acme',
    owner: { name: 'Ann', email: 'ann@example.org', password: 'correct horse battery' },
    team: { name: 'IT', prefix: 'IT' },
  }
  const followed: string[] = []
  const options = {
    onTenantCreated: (_: unknown, made: { tenantId: string }) => void followed.push(made.tenantId),
    cause: {},
  }
  await ensureSetupToken(desk.db)
  // The first stays uncommitted until the second waits for it (or, were there no lock, has ended).
  let ended = false
  let later: ReturnType<typeof createTenant> | undefined
  const first = await createTenant(desk.db, input, {
    ...options,
    async admit() {
      later = createTenant(desk.db, input, options).finally(() => {
        ended = true
      })
      later.catch(() => {})
      while (!ended && !(await isSomebodyWaiting()));
    },
  })
  const made = [first, await later].filter((one) => one !== undefined)
  expect(made.map((one) => one.slug)).toEqual(['acme', 'acme-2'])
  expect(followed.sort()).toEqual(made.map((one) => one.tenant.id).sort())
  expect((await post('x'.repeat(32))).status).toBe(410)
  const bad = { ...input, team: { name: 'IT', prefix: 'x' } }
  await expect(createTenant(desk.db, bad, options)).rejects.toMatchObject({ code: 'contract-violation' })
})

test('with a sample desk asked for, it is there when set-up answers, and so is its first ticket', async () => {
  const made = await post(await ensureSetupToken(desk.db), { sampleDesk: true })
  expect(made).toMatchObject({
    status: 201,
    body: { sampleDesk: 'LOADED', firstTicketKey: expect.any(String) },
  })
  const get = (path: string) => desk.request('GET', `/api/v1${path}`, { key: made.body.apiKey })
  expect((await get('/sample-desk')).body).toEqual({
    loaded: true,
    tickets: 40,
    firstTicketKey: made.body.firstTicketKey,
  })
  expect((await get(`/tickets/${made.body.firstTicketKey}`)).body).toMatchObject({
    assigneeId: made.body.owner.id,
  })
})

test('a sample desk that cannot be loaded is told and undoes nothing of the set-up', async () => {
  const admin = new pg.Client({ connectionString: desk.database.admin })
  await admin.connect()
  await admin.query(`REVOKE INSERT ON app.message FROM ${desk.database.roles.appRole}`)
  await admin.end()
  const made = await post(await ensureSetupToken(desk.db), { sampleDesk: true })
  expect(made).toMatchObject({ status: 201, body: { sampleDesk: 'FAILED', apiKey: expect.any(String) } })
  const get = (path: string) => desk.request('GET', `/api/v1${path}`, { key: made.body.apiKey })
  expect((await get('/sample-desk')).body.loaded).toBe(false)
  expect((await get('/people')).body.items).toHaveLength(1)
})
