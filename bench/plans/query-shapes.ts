import { encodeCursor } from '../../server/platform/http/index.ts'
import type { PlantedDesk } from '../ground/plant-desk.ts'
import { get, type HttpRequest } from '../load/requests.ts'

/** Every status in which a ticket still wants work, as the list takes them. */
export const OPEN = 'NEW,TRIAGED,ASSIGNED,IN_PROGRESS,WAITING_ON_REQUESTER,WAITING_ON_VENDOR,REOPENED'

const DEEP_ROWS = 50_000
const SAMPLES = 200

/**
 * The reads whose time must not grow with the desk, by name. A shape that asks for one thing of many (a ticket, a
 * requester) is a list of requests, taken in turn.
 */
export async function queryShapes(desk: PlantedDesk): Promise<Record<string, HttpRequest[]>> {
  const owner = (path: string) => [get(desk.apiKey, path)]
  const agent = (path: string) => [get(desk.agent.key, path)]
  const tickets = await samples(desk, 'SELECT id, key FROM app.ticket WHERE number = ANY($1::bigint[])')
  const requesters = await requesterIds(desk)
  const [bigTeam] = desk.agent.teamIds
  return {
    'owner: all, -updated': owner('/tickets'),
    'owner: all, -created': owner('/tickets?sort=-created'),
    'owner: all, due': owner('/tickets?sort=due'),
    'owner: page 1,000 by cursor': owner(`/tickets?cursor=${await deepCursor(desk)}`),
    'agent of 3 teams: all': agent('/tickets'),
    'agent of 3 teams: open, -updated': agent(`/tickets?status=${OPEN}`),
    'agent of 3 teams: open, -created': agent(`/tickets?status=${OPEN}&sort=-created`),
    'agent of 3 teams: open, due': agent(`/tickets?status=${OPEN}&sort=due`),
    'agent of 3 teams: deep page by cursor': agent(`/tickets?cursor=${await deepCursor(desk)}`),
    'agent: assigned to me, open': agent(`/tickets?assignee=me&status=${OPEN}`),
    'agent: assigned to me, all, -created': agent('/tickets?assignee=me&sort=-created'),
    'owner: of the busiest agent, all': owner(`/tickets?assignee=${await busiest(desk, 'assignee_id')}`),
    'owner: of a requester': requesters.map((id) => get(desk.apiKey, `/tickets?requester=${id}`)),
    'owner: of the busiest requester, -created': owner(
      `/tickets?requester=${await busiest(desk, 'requester_id')}&sort=-created`,
    ),
    'owner: P1, open': owner(`/tickets?priority=P1&status=${OPEN}`),
    'owner: P1, due': owner('/tickets?priority=P1&sort=due'),
    'agent: P1 of 3 teams': agent('/tickets?priority=P1'),
    'agent: unassigned in a team, open': agent(`/tickets?assignee=none&team=${bigTeam}&status=${OPEN}`),
    'agent: unassigned in a team, all, -created': agent(
      `/tickets?assignee=none&team=${bigTeam}&sort=-created`,
    ),
    'agent: no match, -updated': agent('/tickets?assignee=none&status=CLOSED'),
    'agent: no match, -created': agent('/tickets?assignee=none&status=CLOSED&sort=-created'),
    'owner: no match of assignee and requester': owner(
      `/tickets?assignee=${await busiest(desk, 'assignee_id')}&requester=${desk.agent.id}`,
    ),
    'read by uuid': tickets.map(({ id }) => get(desk.apiKey, `/tickets/${id}`)),
    'read by key': tickets.map(({ key }) => get(desk.apiKey, `/tickets/${key}`)),
    'messages of a ticket': tickets.map(({ id }) => get(desk.apiKey, `/tickets/${id}/messages`)),
  }
}

async function samples(desk: PlantedDesk, query: string): Promise<{ id: string; key: string }[]> {
  const count = await countTickets(desk)
  const step = Math.floor(count / SAMPLES)
  // A prime step through all numbers: neighbours in time would lie on the same pages.
  const numbers = Array.from({ length: SAMPLES }, (_, i) => 1 + ((i * (step * 7919 + 1)) % count))
  const { rows } = await desk.sql.query<{ id: string; key: string }>(query, [numbers])
  return rows
}

async function requesterIds(desk: PlantedDesk): Promise<string[]> {
  const { rows } = await desk.sql.query<{ id: string }>(
    `SELECT id FROM app.person WHERE tenant_id = $1 AND role = 'EMPLOYEE' ORDER BY md5(id::text) LIMIT ${SAMPLES}`,
    [desk.tenantId],
  )
  return rows.map(({ id }) => id)
}

async function busiest(desk: PlantedDesk, column: 'assignee_id' | 'requester_id'): Promise<string> {
  const { rows } = await desk.sql.query<{ id: string }>(
    `SELECT ${column} AS id FROM app.ticket WHERE tenant_id = $1 AND ${column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
    [desk.tenantId],
  )
  return rows[0]?.id ?? ''
}

/** The cursor behind page 1,000, or behind the half of a desk that has fewer pages. */
async function deepCursor(desk: PlantedDesk): Promise<string> {
  const rows = Math.min(DEEP_ROWS, Math.floor((await countTickets(desk)) / 2))
  const { rows: found } = await desk.sql.query<{ at: string; id: string }>(
    `SELECT to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, id FROM app.ticket
      WHERE tenant_id = $1 ORDER BY updated_at DESC, id DESC OFFSET $2 LIMIT 1`,
    [desk.tenantId, rows],
  )
  return encodeCursor(['-updated', found[0]?.at ?? '', found[0]?.id ?? ''])
}

async function countTickets(desk: PlantedDesk): Promise<number> {
  const { rows } = await desk.sql.query<{ count: string }>(
    'SELECT count(*) FROM app.ticket WHERE tenant_id = $1',
    [desk.tenantId],
  )
  return Number(rows[0]?.count)
}
