import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, castOf, fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'

let desk: Desk
let owner: SetUp
let cast: Cast

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  cast = await castOf(desk, owner)
})
afterAll(() => desk.stop())

const get = (path: string, key: string) => desk.request('GET', `/api/v1${path}`, { key })
const count = (query: string, key: string) => get(`/tickets/count${query}`, key)

describe('the count of tickets', () => {
  it('is that of the list with the same filter, for everybody who asks', async () => {
    const first = await fileTicket(desk, cast.requester.key)
    await fileTicket(desk, cast.requester.key, { teamId: cast.otherTeamId, subject: 'Elsewhere' })
    await fileTicket(desk, cast.agent.key, { teamId: cast.otherTeamId })
    await fileTicket(desk, owner.apiKey, { priority: 'P1' })
    await desk.request('POST', `/api/v1/tickets/${first.id}/assign`, {
      key: cast.agent.key,
      body: { assigneeId: cast.agent.id },
    })
    const { requester, agent, otherAgent, stranger, otherTenant } = cast
    const counts = new Set<number>()
    for (const key of [
      owner.apiKey,
      agent.key,
      otherAgent.key,
      requester.key,
      stranger.key,
      otherTenant.apiKey,
    ])
      for (const query of [
        '?',
        '?status=NEW',
        '?status=NEW,ASSIGNED&priority=P3,P1',
        '?assignee=me',
        '?assignee=none',
        `?assignee=${agent.id}`,
        '?requester=me',
        `?team=${cast.otherTeamId}`,
        '?priority=P1',
      ]) {
        const listed = (await get(`/tickets${query}&limit=100`, key)).body.items.length
        const answer = await count(query, key)
        expect({ query, answer }).toMatchObject({
          query,
          answer: { status: 200, body: { count: listed, isCapped: false } },
        })
        counts.add(listed)
      }
    expect([...counts].sort()).toEqual([0, 1, 2, 3, 4])
  })

  it('is refused without a credential and for what is no filter', async () => {
    expect((await desk.request('GET', '/api/v1/tickets/count')).status).toBe(401)
    for (const query of ['?status=OPEN', '?sort=updated', '?limit=5', '?cursor=x', '?team=x'])
      expect((await count(query, owner.apiKey)).status).toBe(422)
  })

  it('stops at 1,000 and says so', async () => {
    const sql = new pg.Client({ connectionString: desk.database.admin })
    await sql.connect()
    await sql.query(
      `INSERT INTO app.ticket (tenant_id, id, number, key, subject, status, priority, channel, team_id, requester_id, seq, created_at, updated_at)
       SELECT $1, gen_random_uuid(), 100000 + i, 'IT-' || (100000 + i), 'Planted', CASE WHEN i % 3 = 0 THEN 'CLOSED' ELSE 'RESOLVED' END,
         'P4', 'API', $2, $3, 1, now(), now() FROM generate_series(1, 1500) AS i`,
      [owner.tenantId, owner.teamId, owner.ownerId],
    )
    await sql.end()
    expect((await count('?status=RESOLVED,CLOSED', owner.apiKey)).body).toEqual({
      count: 1000,
      isCapped: true,
    })
    expect((await count('?status=RESOLVED,CLOSED&priority=P4', cast.agent.key)).body).toEqual({
      count: 1000,
      isCapped: true,
    })
    expect((await count('?status=RESOLVED', cast.agent.key)).body).toEqual({ count: 1000, isCapped: false })
    expect((await count('', owner.apiKey)).body).toEqual({ count: 1000, isCapped: true })
  })
})
