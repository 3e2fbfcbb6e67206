import { STATUSES } from '../../../contracts/tickets.ts'
import type { Actor } from '../../directory/people/index.ts'
import { joinSql, rawSql, type Sql, sql, type TenantRead } from '../../platform/db/index.ts'
import { visibleTickets } from './access-sql.ts'
import type { ListFilter } from './list-filter.ts'

/** A range: `ground` lists the leading columns of its index, `condition` binds them. */
export type TicketRange = { ground: Sql; condition: Sql }

/** The ranges that hold what the actor may see and the filter names, each of one index. No ticket is in two. */
export function ticketRanges(tx: TenantRead, actor: Actor, filter: ListFilter): TicketRange[] {
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

/** What no index leads with: read past inside a range. `column` is the one that the range is ordered by. */
export function restOfFilter(filter: ListFilter, column: Sql): Sql {
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

function byTeam(tx: TenantRead, actor: Actor, filter: ListFilter, statuses: Sql): TicketRange[] {
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
  const inTeams: TicketRange = { ground: sql`${given(shown)}, ${statuses},`, condition: ofTeam }
  const elsewhere = sql`t.team_id <> ALL(${shown}::uuid[]) AND (${filter.team ?? null}::uuid IS NULL OR t.team_id = ${filter.team ?? null})`
  const own: TicketRange = {
    ground: sql`${statuses},`,
    condition: sql`t.requester_id = ${actor.personId} AND t.status = s.status AND ${elsewhere}`,
  }
  const taking: TicketRange = {
    ground: sql`(SELECT ticket_id FROM app.participant WHERE tenant_id = ${tx.tenantId} AND person_id = ${actor.personId}) AS k,`,
    condition: sql`t.id = k.ticket_id AND t.requester_id <> ${actor.personId} AND t.status = ANY(${filter.statuses ?? STATUSES}::text[]) AND ${elsewhere}`,
  }
  return shown.length === 0 ? [own, taking] : [inTeams, own, taking]
}

function given(teamIds: readonly string[]): Sql {
  return sql`unnest(${teamIds}::uuid[]) AS g(team_id)`
}
