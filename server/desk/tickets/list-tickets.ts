import { STATUSES } from '../../../contracts/tickets.ts'
import type { Actor } from '../../directory/people/index.ts'
import { joinSql, rawSql, type Sql, sql, type TenantRead } from '../../platform/db/index.ts'
import { visibleTickets } from './access-sql.ts'
import type { ListFilter, SortField } from './list-filter.ts'
import { SHOWN_COLUMNS, type ShownTicketRow } from './ticket-columns.ts'

const SORT_COLUMNS: Record<SortField, string> = {
  updated: 'updated_at',
  created: 'created_at',
  due: 'due_at',
}

/** A page is fetched with one row more. Three sizes, written out: with a parameter the kept plan would not know how few rows are wanted. */
const FETCH_SIZES = [26, 51, 101]

export type TicketList = {
  tickets: ShownTicketRow[]
  last: { sortAt: string; id: string } | undefined
  more: boolean
}

/**
 * One page of the tickets that the actor may see and the filter names. The page is a merge of ranges, each read in the
 * order of one index and never past a page: a filter that few tickets meet costs no more than one that most meet.
 */
export async function listTickets(tx: TenantRead, actor: Actor, filter: ListFilter): Promise<TicketList> {
  const column = rawSql(SORT_COLUMNS[filter.sort])
  const order = rawSql(filter.descending ? 'DESC' : 'ASC')
  const fetch = rawSql(String(FETCH_SIZES.find((size) => size > filter.limit)))
  const range = (
    ground: Sql,
    condition: Sql,
  ) => sql`SELECT x.id, x.${column} AS sort_at FROM ${ground} LATERAL (
      SELECT t.id, t.${column} FROM app.ticket t WHERE t.tenant_id = ${tx.tenantId} AND ${condition} AND ${rest(filter, column)}
      ORDER BY t.${column} ${order}, t.id ${order} LIMIT ${fetch}) AS x`
  const branches = branchesOf(tx, actor, filter).map(({ ground, condition }) => range(ground, condition))
  const rows = await tx.rows<ShownTicketRow & { sortAt: string }>(sql`WITH page AS MATERIALIZED (
      SELECT id, sort_at FROM (${joinSql(branches, ' UNION ALL ')}) AS merged ORDER BY sort_at ${order}, id ${order} LIMIT ${fetch})
    SELECT ${SHOWN_COLUMNS}, page.sort_at AS "sortAt" FROM page JOIN app.ticket t ON t.tenant_id = ${tx.tenantId} AND t.id = page.id
    JOIN app.person r ON r.tenant_id = ${tx.tenantId} AND r.id = t.requester_id ORDER BY page.sort_at ${order}, page.id ${order}`)
  const tickets = rows.slice(0, filter.limit)
  const last = tickets.at(-1)
  return {
    tickets,
    last: last === undefined ? undefined : { sortAt: last.sortAt, id: last.id },
    more: rows.length > filter.limit,
  }
}

/** Ranges to merge: `ground` lists the leading columns of the index, `condition` binds them. No ticket is in two. */
type Branch = { ground: Sql; condition: Sql }

function branchesOf(tx: TenantRead, actor: Actor, filter: ListFilter): Branch[] {
  const statuses = sql`unnest(${filter.statuses ?? STATUSES}::text[]) AS s(status)`
  if (filter.requester !== undefined) {
    return [
      {
        ground: sql`${statuses},`,
        condition: sql`t.requester_id = ${filter.requester} AND t.status = s.status AND ${visibleTickets(actor)}`,
      },
    ]
  }
  if (filter.assignee !== undefined && filter.assignee !== null) {
    return [
      {
        ground: sql`${statuses},`,
        condition: sql`t.assignee_id = ${filter.assignee} AND t.status = s.status AND ${visibleTickets(actor)}`,
      },
    ]
  }
  if (filter.priorities !== undefined && filter.sort === 'updated' && filter.team === undefined) {
    const priorities = sql`unnest(${filter.priorities}::text[]) AS p(priority)`
    return [
      {
        ground: sql`${priorities}, ${statuses},`,
        condition: sql`t.priority = p.priority AND t.status = s.status AND ${visibleTickets(actor)}`,
      },
    ]
  }
  return byTeam(tx, actor, filter, statuses)
}

function byTeam(tx: TenantRead, actor: Actor, filter: ListFilter, statuses: Sql): Branch[] {
  const ofTeam = sql`t.team_id = g.team_id AND t.status = s.status`
  if (actor.role === 'OWNER') {
    if (filter.team === undefined && filter.statuses === undefined && filter.assignee === undefined)
      return [{ ground: sql``, condition: rawSql('true') }]
    const teams =
      filter.team === undefined
        ? sql`(SELECT id FROM app.team WHERE tenant_id = ${tx.tenantId}) AS g(team_id)`
        : given([filter.team])
    return [{ ground: sql`${teams}, ${statuses},`, condition: ofTeam }]
  }
  const mine = actor.role === 'EMPLOYEE' ? [] : actor.teams.map((team) => team.id)
  const shown = filter.team === undefined ? mine : mine.filter((id) => id === filter.team)
  const inTeams: Branch = { ground: sql`${given(shown)}, ${statuses},`, condition: ofTeam }
  const elsewhere = sql`t.team_id <> ALL(${shown}::uuid[]) AND (${filter.team ?? null}::uuid IS NULL OR t.team_id = ${filter.team ?? null})`
  const own: Branch = {
    ground: sql`${statuses},`,
    condition: sql`t.requester_id = ${actor.personId} AND t.status = s.status AND ${elsewhere}`,
  }
  const taking: Branch = {
    ground: sql`(SELECT ticket_id FROM app.participant WHERE tenant_id = ${tx.tenantId} AND person_id = ${actor.personId}) AS k,`,
    condition: sql`t.id = k.ticket_id AND t.requester_id <> ${actor.personId} AND t.status = ANY(${filter.statuses ?? STATUSES}::text[]) AND ${elsewhere}`,
  }
  return shown.length === 0 ? [own, taking] : [inTeams, own, taking]
}

function given(teamIds: readonly string[]): Sql {
  return sql`unnest(${teamIds}::uuid[]) AS g(team_id)`
}

/** What no index leads with: read past inside a range. */
function rest(filter: ListFilter, column: Sql): Sql {
  const conditions: Sql[] = []
  if (filter.team !== undefined) conditions.push(sql`t.team_id = ${filter.team}`)
  if (filter.assignee === null) conditions.push(rawSql('t.assignee_id IS NULL'))
  if (filter.assignee) conditions.push(sql`t.assignee_id = ${filter.assignee}`)
  if (filter.priorities !== undefined) conditions.push(sql`t.priority = ANY(${filter.priorities}::text[])`)
  if (filter.after !== undefined) {
    const past = rawSql(filter.descending ? '<' : '>')
    conditions.push(
      sql`(t.${column}, t.id) ${past} (${filter.after.at}::timestamptz, ${filter.after.id}::uuid)`,
    )
  }
  return joinSql(conditions, ' AND ')
}
