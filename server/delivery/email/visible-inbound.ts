import type { Actor } from '../../directory/people/index.ts'
import { rawSql, type Sql, sql } from '../../platform/db/index.ts'

/** The team that a mail is for, on `app.inbound i`: its ticket's, else its mailbox's; null when it reached none. */
export const MAIL_TEAM: Sql = sql`coalesce(
  (SELECT t.team_id FROM app.ticket t WHERE t.tenant_id = i.tenant_id AND t.id = i.ticket_id),
  (SELECT m.team_id FROM app.mailbox m WHERE m.tenant_id = i.tenant_id AND m.id = i.mailbox_id))`

/** Which mails the actor sees, on `app.inbound i`: those for their teams; the owner all; team admins also those for nobody. */
export function visibleInbound(actor: Actor): Sql {
  if (actor.role === 'OWNER') return rawSql('true')
  const own = sql`${MAIL_TEAM} = ANY(${actor.teams.map((team) => team.id)}::uuid[])`
  return actor.role === 'TEAM_ADMIN' ? sql`(${own} OR ${MAIL_TEAM} IS NULL)` : own
}

/** Whether the actor runs mail of this team again: who leads there. */
export function leadsMailOf(actor: Actor, teamId: string | null): boolean {
  if (actor.role === 'OWNER') return true
  if (teamId === null) return actor.role === 'TEAM_ADMIN'
  return actor.role !== 'AGENT' && actor.teams.some((team) => team.id === teamId && team.role !== 'AGENT')
}
