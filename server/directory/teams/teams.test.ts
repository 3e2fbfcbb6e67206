import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { otherTenant } from '../../../test/harness/other-tenant.ts'
import { read, sql, write } from '../../platform/db/index.ts'
import { type Actor, type MemberRemoved, personById, SYSTEM_ACTOR } from '../people/index.ts'
import { defaultTeam, teamById } from './queries.ts'
import { removeMember } from './remove-member.ts'

let desk: Desk
let own: SetUp
let foreign: { tenantId: string; teamId: string; ownerId: string; key: string }
beforeAll(async () => {
  desk = await startDesk()
  own = await desk.setup()
  const other = await otherTenant(desk.db)
  foreign = {
    tenantId: other.tenantId,
    teamId: other.teamId,
    ownerId: other.ownerId,
    key: other.apiKey,
  }
})
afterAll(() => desk.stop())

let count = 0
const create = (body: object, key = own.apiKey) => desk.request('POST', '/api/v1/teams', { key, body })
const newTeam = async () => {
  count += 1
  return (await create({ name: `Team ${count}`, prefix: `T${count}` })).body
}
const rename = (id: string, version: number, name: string, key = own.apiKey) =>
  desk.request('PATCH', `/api/v1/teams/${id}`, {
    key,
    body: { name },
    headers: { 'if-match': `"v${version}"` },
  })
const put = (teamId: string, personId: string, role = 'AGENT', key = own.apiKey) =>
  desk.request('PUT', `/api/v1/teams/${teamId}/members/${personId}`, { key, body: { role } })
const remove = (teamId: string, personId: string, key = own.apiKey) =>
  desk.request('DELETE', `/api/v1/teams/${teamId}/members/${personId}`, { key })
const members = (teamId: string, query = '', key = own.apiKey) =>
  desk.request('GET', `/api/v1/teams/${teamId}/members${query}`, { key })
const someone = async (role: string, teamIds: string[] = []) => {
  count += 1
  const person = await desk.request('POST', '/api/v1/people', {
    key: own.apiKey,
    body: { name: 'Pat', email: `p${count}@example.org`, role, teamIds },
  })
  const key = await desk.request('POST', '/api/v1/api-keys', {
    key: own.apiKey,
    body: { name: 'k', scopes: ['people:read', 'people:write'], personId: person.body.id },
  })
  return { id: person.body.id as string, key: key.body.apiKey as string }
}
const factsAbout = (teamId: string) =>
  read(desk.db, { tenantId: own.tenantId, actorId: null }, (tx) =>
    tx.rows<{ type: string; changes: unknown }>(
      sql`SELECT type, changes FROM app.event WHERE tenant_id = ${tx.tenantId} AND refs->>'teamId' = ${teamId}
        ORDER BY seq`,
    ),
  )
const UNKNOWN = '018f0000-0000-7000-8000-000000000000'

describe('teams', () => {
  test('a new team stands behind the others, with its fact', async () => {
    const made = await create({ name: 'Human resources', prefix: 'HR2' })
    expect(made.status).toBe(201)
    expect(made.body).toEqual({
      id: expect.any(String),
      name: 'Human resources',
      prefix: 'HR2',
      position: expect.any(Number),
      version: 1,
      createdAt: expect.any(String),
    })
    const { items } = (await desk.request('GET', '/api/v1/teams?limit=100', { key: own.apiKey })).body
    expect(items.at(0).id).toBe(own.teamId)
    expect(items.at(-1)).toEqual(made.body)
    expect((await factsAbout(made.body.id)).map((fact) => fact.type)).toEqual(['admin.team_created'])
  })

  test('a prefix belongs to one team, however fast it is asked for', async () => {
    expect(await create({ name: 'X', prefix: 'IT' })).toMatchObject({
      status: 409,
      body: { code: 'already-exists' },
    })
    const race = await Promise.all(Array.from({ length: 4 }, () => create({ name: 'R', prefix: 'RACE' })))
    expect(race.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409])
    expect((await create({ name: 'X', prefix: 'RACE' }, foreign.key)).status).toBe(201)
  })

  test.each([
    [{ name: 'X', prefix: 'x1' }, '/prefix'],
    [{ name: 'X', prefix: 'X' }, '/prefix'],
    [{ name: 'X', prefix: 'ABCDEFGHIJK' }, '/prefix'],
    [{ name: '  ', prefix: 'XX' }, '/name'],
    [{ name: 'X', prefix: 'XX', surplus: 1 }, '/surplus'],
  ])('%j is refused by its place', async (body, path) => {
    expect(await create(body)).toMatchObject({ status: 422, body: { errors: [{ path }] } })
  })

  test('a team is renamed at the version that was read, and never gets another prefix', async () => {
    const { id } = await newTeam()
    expect(await rename(id, 1, 'New')).toMatchObject({ status: 200, body: { name: 'New', version: 2 } })
    expect((await rename(id, 1, 'Newer')).status).toBe(412)
    expect((await rename(id, 2, 'New')).body.version).toBe(2)
    const other = (await newTeam()).id
    const race = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => rename(other, 1, `Name ${n}`)))
    expect(race.map((answer) => answer.status).sort()).toEqual([200, 412, 412, 412, 412, 412])
    const blind = await desk.request('PATCH', `/api/v1/teams/${id}`, { key: own.apiKey, body: { name: 'X' } })
    expect(blind.status).toBe(428)
    const prefix = await desk.request('PATCH', `/api/v1/teams/${id}`, {
      key: own.apiKey,
      body: { prefix: 'NEW' },
      headers: { 'if-match': '"v2"' },
    })
    expect(prefix.status).toBe(422)
    expect(await factsAbout(id)).toHaveLength(2)
    expect((await rename(UNKNOWN, 1, 'X')).status).toBe(404)
    expect((await rename(foreign.teamId, 1, 'X')).status).toBe(404)
  })

  test('only owners make and rename teams; everybody signed in reads them', async () => {
    const admin = await someone('TEAM_ADMIN', [own.teamId])
    const requester = await someone('EMPLOYEE')
    expect((await create({ name: 'X', prefix: 'NOPE' }, admin.key)).status).toBe(403)
    expect((await rename(own.teamId, 1, 'X', admin.key)).status).toBe(403)
    expect((await desk.request('GET', '/api/v1/teams', { key: requester.key })).status).toBe(200)
    expect((await members(own.teamId, '', requester.key)).status).toBe(403)
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['PATCH', `/${own.teamId}`],
      ['GET', `/${own.teamId}/members`],
      ['PUT', `/${own.teamId}/members/${UNKNOWN}`],
      ['DELETE', `/${own.teamId}/members/${UNKNOWN}`],
    ] as const)
      expect((await desk.request(method, `/api/v1/teams${path}`)).status).toBe(401)
  })

  test('pages cover every team once', async () => {
    const path = '/api/v1/teams'
    const all = (await desk.request('GET', `${path}?limit=100`, { key: own.apiKey })).body.items
    const seen: unknown[] = []
    for (let cursor = ''; ; ) {
      const page = (await desk.request('GET', `${path}?limit=1${cursor}`, { key: own.apiKey })).body
      seen.push(...page.items)
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
    }
    expect(seen).toEqual(all)
    expect((await desk.request('GET', `${path}?cursor=x`, { key: own.apiKey })).status).toBe(422)
  })

  test('tickets that name no team go to the first', async () => {
    const scope = { tenantId: own.tenantId, actorId: null }
    expect((await read(desk.db, scope, defaultTeam)).id).toBe(own.teamId)
    expect(await read(desk.db, scope, (tx) => teamById(tx, foreign.teamId))).toBeUndefined()
    expect(await read(desk.db, scope, (tx) => personById(tx, foreign.ownerId))).toBeUndefined()
  })
})

describe('members', () => {
  test('join, change their role, and leave; each with its fact, and the same again without', async () => {
    const team = await newTeam()
    const { id } = await someone('AGENT')
    const joined = await put(team.id, id)
    expect(joined).toMatchObject({ status: 200, body: { teamId: team.id, person: { id }, role: 'AGENT' } })
    expect((await put(team.id, id)).body).toEqual(joined.body)
    expect((await put(team.id, id, 'LEAD')).body.role).toBe('LEAD')
    expect((await members(team.id)).body.items).toEqual([{ ...joined.body, role: 'LEAD' }])
    expect((await remove(team.id, id)).status).toBe(200)
    expect((await remove(team.id, id)).status).toBe(404)
    expect((await members(team.id)).body).toEqual({ items: [], nextCursor: null })
    expect((await factsAbout(team.id)).slice(1)).toEqual([
      { type: 'admin.member_added', changes: [{ field: 'role', from: null, to: 'AGENT' }] },
      { type: 'admin.member_added', changes: [{ field: 'role', from: 'AGENT', to: 'LEAD' }] },
      { type: 'admin.member_removed', changes: [{ field: 'role', from: 'LEAD', to: null }] },
    ])
  })

  test('are decided by owners and by the team’s own admins', async () => {
    const team = await newTeam()
    const admin = await someone('TEAM_ADMIN', [own.teamId])
    const lead = await someone('LEAD', [own.teamId])
    const { id } = await someone('AGENT')
    expect((await put(own.teamId, id, 'AGENT', admin.key)).status).toBe(200)
    expect((await put(team.id, id, 'AGENT', admin.key)).status).toBe(403)
    expect((await remove(team.id, id, admin.key)).status).toBe(403)
    expect((await put(own.teamId, id, 'LEAD', lead.key)).status).toBe(403)
    expect((await remove(own.teamId, id, admin.key)).status).toBe(200)
  })

  test('are neither requesters nor deactivated nor of another organisation', async () => {
    const requester = await someone('EMPLOYEE')
    const gone = await someone('AGENT')
    await desk.request('PATCH', `/api/v1/people/${gone.id}`, {
      key: own.apiKey,
      body: { active: false },
      headers: { 'if-match': '"v1"' },
    })
    for (const { id } of [requester, gone])
      expect(await put(own.teamId, id)).toMatchObject({ status: 409, body: { code: 'precondition-failed' } })
    const pairs = [
      [own.teamId, UNKNOWN],
      [own.teamId, foreign.ownerId],
      [UNKNOWN, own.ownerId],
      [foreign.teamId, own.ownerId],
    ] as const
    for (const [teamId, personId] of pairs) {
      expect((await put(teamId, personId)).status).toBe(404)
      expect((await remove(teamId, personId)).status).toBe(404)
    }
    expect((await members(foreign.teamId)).status).toBe(404)
    expect((await put(own.teamId, own.ownerId, 'KING')).status).toBe(422)
  })

  test('pages cover every member once', async () => {
    const team = await newTeam()
    for (let n = 0; n < 3; n += 1) await put(team.id, (await someone('AGENT')).id)
    const first = (await members(team.id, '?limit=2')).body
    const second = (await members(team.id, `?limit=2&cursor=${first.nextCursor}`)).body
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null])
    expect([...first.items, ...second.items]).toEqual((await members(team.id)).body.items)
  })

  test('who leaves is told to the followers, in the same transaction', async () => {
    const team = await newTeam()
    const { id } = await someone('AGENT', [team.id])
    const actor: Actor = {
      tenantId: own.tenantId,
      principalId: own.ownerId,
      personId: own.ownerId,
      role: 'OWNER',
      teams: [],
      scopes: null,
      keyId: null,
      byCookie: false,
      cause: {},
    }
    const told: MemberRemoved[] = []
    const leave = (fails: boolean) =>
      write(desk.db, { tenantId: own.tenantId, actorId: SYSTEM_ACTOR.id }, (tx) =>
        removeMember(tx, actor, { teamId: team.id, personId: id }, [
          async (_, left) => {
            if (fails) throw new Error('a follower failed')
            told.push(left)
          },
        ]),
      )
    await expect(leave(true)).rejects.toThrow('a follower failed')
    expect((await members(team.id)).body.items).toHaveLength(1)
    await leave(false)
    expect(told).toEqual([{ actor, personId: id, teamId: team.id, now: expect.any(String) }])
  })
})
