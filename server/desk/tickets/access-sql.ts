import type { Actor } from '../../directory/people/index.ts'
import { rawSql, type Sql, sql } from '../../platform/db/index.ts'

/** The twin in SQL of access.ts, on `app.ticket t`: what the actor may see at all. */
export function visibleTickets(actor: Actor): Sql {
  if (actor.role === 'OWNER') return rawSql('true')
  const own = sql`t.requester_id = ${actor.personId} OR EXISTS (SELECT FROM app.participant p WHERE p.tenant_id = t.tenant_id
    AND p.ticket_id = t.id AND p.person_id = ${actor.personId})`
  if (actor.role === 'EMPLOYEE') return sql`(${own})`
  return sql`(t.team_id = ANY(${actor.teams.map((team) => team.id)}::uuid[]) OR ${own})`
}
