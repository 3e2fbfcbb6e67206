import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { otherTenant } from '../../../test/harness/other-tenant.ts'
import { type Database, read, registry, sql, write } from '../../platform/db/index.ts'
import type { Actor } from './actor.ts'
import { updatePerson } from './update-person.ts'

let desk: Desk
let own: SetUp
let otherTeam: string
/** A second organisation on the same desk: its ids mean nothing here. */
let foreign: Awaited<ReturnType<typeof otherTenant>>
beforeAll(async () => {
  desk = await startDesk()
  own = await desk.setup()
  otherTeam = (
    await desk.request('POST', '/api/v1/teams', { key: own.apiKey, body: { name: 'HR', prefix: 'HR' } })
  ).body.id
  foreign = await otherTenant(desk.db)
})
afterAll(() => desk.stop())

let count = 0
const create = (body: object, key = own.apiKey) => {
  count += 1
  const defaults = { name: 'Pat', email: `p${count}@example.org`, role: 'AGENT' }
  return desk.request('POST', '/api/v1/people', { key, body: { ...defaults, ...body } })
}
const patch = (id: string, version: number, body: object, key = own.apiKey) =>
  desk.request('PATCH', `/api/v1/people/${id}`, { key, body, headers: { 'if-match': `"v${version}"` } })
const list = (query = '', key = own.apiKey) => desk.request('GET', `/api/v1/people${query}`, { key })
const SCOPES = ['people:read', 'people:write']
const keyFor = async (personId: string) =>
  (
    await desk.request('POST', '/api/v1/api-keys', {
      key: own.apiKey,
      body: { name: 'k', scopes: SCOPES, personId },
    })
  ).body.apiKey as string
/** A person of a role, with a key. */
const someone = async (role: string, teamIds: string[] = [own.teamId]) => {
  const person = (await create({ role, teamIds: role === 'EMPLOYEE' ? [] : teamIds })).body
  return { ...person, key: await keyFor(person.id) }
}
/** By the command itself: over HTTP the one who is dismissed first might not even be let in any more. */
const dismiss = (
  by: { id: string },
  who: { id: string; version: number },
  meanwhile?: () => Promise<void>,
) => {
  const actor: Actor = {
    tenantId: own.tenantId,
    principalId: by.id,
    personId: by.id,
    role: 'OWNER',
    teams: [],
    scopes: null,
    keyId: null,
    byCookie: false,
    cause: {},
  }
  const input = { id: who.id, version: who.version, change: { active: false } }
  const followers = { endSessions: () => {}, onMemberRemoved: [] }
  return write(desk.db, { tenantId: own.tenantId, actorId: by.id }, async (tx) => {
    await updatePerson(tx, actor, input, followers)
    await meanwhile?.()
  })
}
const isSomebodyWaiting = async () => {
  const waiting = await registry(
    desk.db,
    sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return waiting.length > 0
}
const eventsOf = (db: Database, tenantId: string, personId: string) =>
  read(db, { tenantId, actorId: null }, (tx) =>
    tx.rows<{ type: string; changes: unknown; refs: Record<string, unknown> }>(
      sql`SELECT type, changes, refs FROM app.event WHERE tenant_id = ${tx.tenantId}
        AND refs->>'personId' = ${personId} ORDER BY seq`,
    ),
  )

describe('adding a person', () => {
  test('gives the person with teams and version, and the facts', async () => {
    const body = { name: 'Ada', email: 'Ada@Example.org', role: 'LEAD', teamIds: [own.teamId] }
    const made = await create(body)
    expect(made.status).toBe(201)
    expect(made.headers.etag).toBe('"v1"')
    expect(made.body).toEqual({
      id: expect.any(String),
      name: 'Ada',
      email: 'Ada@Example.org',
      role: 'LEAD',
      active: true,
      teams: [{ id: own.teamId, role: 'LEAD' }],
      undoSeconds: null,
      version: 1,
      createdAt: expect.any(String),
      updatedAt: made.body.createdAt,
    })
    expect((await list('?email=ada@example.ORG')).body.items).toEqual([made.body])
    const events = await eventsOf(desk.db, own.tenantId, made.body.id)
    expect(events.map((event) => event.type)).toEqual(['admin.person_created', 'admin.member_added'])
  })

  test.each([
    [{ name: ' ' }, '/name'],
    [{ email: 'no address' }, '/email'],
    [{ role: 'KING' }, '/role'],
    [{ password: 'short' }, '/password'],
    [{ password: 'docket123456' }, '/password'],
    [{ teamIds: ['x'] }, '/teamIds/0'],
    [{ surplus: 1 }, '/surplus'],
  ])('%j is refused by its place', async (body, path) => {
    expect(await create(body)).toMatchObject({ status: 422, body: { errors: [{ path }] } })
  })

  test('a known address is refused, whatever its case and however fast', async () => {
    await create({ email: 'twice@example.org' })
    expect(await create({ email: 'TWICE@example.org' })).toMatchObject({
      status: 409,
      body: { code: 'already-exists' },
    })
    const race = await Promise.all(Array.from({ length: 4 }, () => create({ email: 'race@example.org' })))
    expect(race.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409])
  })

  test('a requester is in no team, and nobody is in a team of another organisation', async () => {
    expect(await create({ role: 'EMPLOYEE', teamIds: [own.teamId] })).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/teamIds' }] },
    })
    expect((await create({ teamIds: [foreign.teamId] })).status).toBe(404)
  })

  test('a team admin adds agents to the own team and requesters, nothing more', async () => {
    const admin = await someone('TEAM_ADMIN')
    const outcome = async (body: object) => (await create(body, admin.key)).status
    expect(await outcome({ role: 'AGENT', teamIds: [own.teamId] })).toBe(201)
    expect(await outcome({ role: 'EMPLOYEE' })).toBe(201)
    expect(await outcome({ role: 'AGENT', teamIds: [otherTeam] })).toBe(403)
    expect(await outcome({ role: 'AGENT' })).toBe(403)
    expect(await outcome({ role: 'TEAM_ADMIN', teamIds: [own.teamId] })).toBe(403)
    expect((await create({}, (await someone('LEAD')).key)).status).toBe(403)
  })

  test('without credentials or scope nobody is added', async () => {
    const anonymous = await desk.request('POST', '/api/v1/people', { body: {} })
    expect(anonymous.status).toBe(401)
    const readOnly = await desk.request('POST', '/api/v1/api-keys', {
      key: own.apiKey,
      body: { name: 'k', scopes: ['people:read'] },
    })
    expect(await create({}, readOnly.body.apiKey)).toMatchObject({
      status: 403,
      body: { code: 'missing-scope' },
    })
  })
})

describe('changing a person', () => {
  test('raises the version, and what changes nothing does not', async () => {
    const { id } = (await create({})).body
    const changed = await patch(id, 1, { name: 'New name', role: 'LEAD' })
    expect(changed).toMatchObject({ status: 200, body: { name: 'New name', role: 'LEAD', version: 2 } })
    expect(changed.headers.etag).toBe('"v2"')
    expect((await patch(id, 2, { name: 'New name' })).body).toEqual(changed.body)
    expect((await patch(id, 2, {})).body).toEqual(changed.body)
    const events = await eventsOf(desk.db, own.tenantId, id)
    expect(events.at(-1)).toMatchObject({
      type: 'admin.person_updated',
      changes: [{ field: 'role', from: 'AGENT', to: 'LEAD' }],
      refs: { fields: ['name', 'role'] },
    })
    expect(events).toHaveLength(2)
    expect(JSON.stringify(events)).not.toContain('New name')
  })

  test('needs the version that was read', async () => {
    const { id } = (await create({})).body
    await patch(id, 1, { name: 'First' })
    expect(await patch(id, 1, { name: 'Second' })).toMatchObject({
      status: 412,
      body: { code: 'version-mismatch' },
    })
    const blind = await desk.request('PATCH', `/api/v1/people/${id}`, { key: own.apiKey, body: {} })
    expect(blind.status).toBe(428)
    const both = await Promise.all([patch(id, 2, { name: 'A' }), patch(id, 2, { name: 'B' })])
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 412])
  })

  test('of nobody, of another organisation, or hidden from a requester is one 404', async () => {
    const requester = await someone('EMPLOYEE')
    const agent = await someone('AGENT')
    const unknown = '018f0000-0000-7000-8000-000000000000'
    const answers = [
      await patch(unknown, 1, { name: 'X' }),
      await patch(foreign.ownerId, 1, { name: 'X' }),
      await patch(agent.id, 1, { name: 'X' }, requester.key),
      await patch(agent.id, 1, { password: 'a fine long password' }, requester.key),
      await patch(unknown, 1, { password: 'a fine long password' }, requester.key),
    ]
    for (const { status, body } of answers)
      expect({ status, ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' })
    expect(answers[0]?.status).toBe(404)
  })

  test('is for owners, for team admins within their teams, and for oneself', async () => {
    const [admin, agent, lead] = [await someone('TEAM_ADMIN'), await someone('AGENT'), await someone('LEAD')]
    const outsider = await someone('AGENT', [otherTeam])
    expect((await patch(agent.id, 1, { name: 'Y' }, admin.key)).status).toBe(200)
    expect((await patch(outsider.id, 1, { name: 'Y' }, admin.key)).status).toBe(403)
    expect((await patch(agent.id, 2, { role: 'LEAD' }, admin.key)).status).toBe(403)
    expect((await patch(agent.id, 2, { name: 'Y' }, lead.key)).status).toBe(403)
    expect((await patch(lead.id, 1, { name: 'Me' }, lead.key)).status).toBe(200)
    expect((await patch(lead.id, 2, { role: 'OWNER' }, lead.key)).status).toBe(403)
  })

  test('one active owner stays, even when two dismiss each other at once', async () => {
    const owners = (await list('?role=OWNER')).body.items
    expect(owners).toHaveLength(1)
    expect(await patch(own.ownerId, owners[0].version, { role: 'LEAD' })).toMatchObject({
      status: 409,
      body: { code: 'precondition-failed' },
    })
    expect((await patch(own.ownerId, owners[0].version, { active: false })).status).toBe(409)
    const second = await someone('OWNER')
    const [first] = owners
    // The first dismissal stays uncommitted until the second waits for it (or, were there no lock, has ended).
    let ended = false
    let later: Promise<unknown> = Promise.resolve()
    await dismiss(first, second, async () => {
      later = dismiss(second, first).finally(() => {
        ended = true
      })
      later.catch(() => {})
      while (!ended && !(await isSomebodyWaiting()));
    })
    await expect(later).rejects.toMatchObject({ code: 'precondition-failed' })
    expect((await patch(second.id, second.version + 1, { active: true })).status).toBe(200)
  })

  test('to a requester takes them out of every team', async () => {
    const { id } = (await create({ teamIds: [own.teamId, otherTeam] })).body
    expect((await patch(id, 1, { role: 'EMPLOYEE' })).body).toMatchObject({ role: 'EMPLOYEE', teams: [] })
    const events = await eventsOf(desk.db, own.tenantId, id)
    expect(events.filter((event) => event.type === 'admin.member_removed')).toHaveLength(2)
  })
})

describe('sessions and keys end', () => {
  const password = 'a fine long password'
  const signIn = async (email: string, word = password) => {
    const answer = await desk.request('POST', '/api/v1/session', { body: { email, password: word } })
    return { status: answer.status, cookie: String(answer.headers['set-cookie']).split(';', 1)[0] ?? '' }
  }
  const isIn = async (cookie: string) => (await desk.request('GET', '/api/v1/me', { cookie })).status === 200

  test.each([
    ['a new role', { role: 'LEAD' }],
    ['a new password', { password: 'another fine password' }],
    ['deactivation', { active: false }],
  ])('%s ends the sessions', async (_, change) => {
    const { id, email } = (await create({ password })).body
    const { cookie } = await signIn(email)
    await patch(id, 1, { name: 'Only a name' })
    expect(await isIn(cookie)).toBe(true)
    expect((await patch(id, 2, change)).status).toBe(200)
    expect(await isIn(cookie)).toBe(false)
  })

  test('somebody deactivated neither signs in nor uses a key, until active again', async () => {
    const person = await create({ password })
    const { id, email } = person.body
    const key = await keyFor(id)
    await patch(id, 1, { active: false })
    expect((await signIn(email)).status).toBe(401)
    expect((await list('', key)).status).toBe(401)
    await patch(id, 2, { active: true })
    expect((await signIn(email)).status).toBe(200)
    expect((await list('', key)).status).toBe(200)
  })

  test('a first password lets somebody sign in, a new one replaces it', async () => {
    const { id, email } = (await create({ role: 'EMPLOYEE' })).body
    expect((await signIn(email)).status).toBe(401)
    await patch(id, 1, { password })
    expect((await signIn(email)).status).toBe(200)
    await patch(id, 2, { password: 'another fine password' })
    expect((await signIn(email)).status).toBe(401)
    expect((await signIn(email, 'another fine password')).status).toBe(200)
    expect((await patch(id, 3, { password: email })).status).toBe(422)
  })
})

describe('reading people', () => {
  test('pages cover everybody once, newest first', async () => {
    const all = (await list('?limit=100')).body
    expect(all.nextCursor).toBeNull()
    const seen: unknown[] = []
    for (let cursor = ''; ; ) {
      const page = (await list(`?limit=7${cursor}`)).body
      seen.push(...page.items)
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
    }
    expect(seen).toEqual(all.items)
    const times = all.items.map((person: { createdAt: string }) => person.createdAt)
    expect(times).toEqual([...times].sort().reverse())
  })

  test('is for agents and above; requesters read themselves', async () => {
    const requester = await someone('EMPLOYEE')
    expect((await list('', requester.key)).status).toBe(403)
    const me = await desk.request('GET', '/api/v1/me', { key: requester.key })
    expect(me.body).toMatchObject({ person: { id: requester.id }, teams: [], csrfToken: null })
    expect((await list('', (await someone('AGENT')).key)).status).toBe(200)
    expect((await desk.request('GET', '/api/v1/people')).status).toBe(401)
    expect((await desk.request('GET', '/api/v1/me')).status).toBe(401)
  })

  test('never shows anybody of another organisation', async () => {
    const ids = (await list('?limit=100')).body.items.map((person: { id: string }) => person.id)
    expect(ids).not.toContain(foreign.ownerId)
    expect((await list('', foreign.apiKey)).body.items).toMatchObject([{ id: foreign.ownerId }])
  })

  test('refuses a query that does not fit', async () => {
    for (const query of ['?limit=0', '?limit=101', '?cursor=x', '?role=KING', '?surplus=1'])
      expect((await list(query)).status).toBe(422)
  })
})
