import { type Actor, eventActor } from '../../directory/people/index.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import { decideAssign } from './assign-decision.ts'
import { draftOf } from './draft.ts'
import { lockTicket } from './lock-ticket.ts'
import { refuse } from './refuse.ts'
import { type SavedTicket, saveDraft } from './save-draft.ts'

export type Assign = { ticket: string; assigneeId: string | null; ifMatch?: number | undefined }

/** Assigns a ticket to an active agent of its team, or with null to nobody. Rejects with `not-found` for a person who is not the tenant's. */
export async function assign(tx: TenantTx, actor: Actor, input: Assign): Promise<SavedTicket> {
  const { ticket, facts } = await lockTicket(tx, actor, input.ticket, input.ifMatch)
  if (facts.part !== 'STAFF') throw new Problem('forbidden', 'Only agents of the team assign its tickets.')
  if (input.assigneeId !== null) await requireFits(tx, input.assigneeId, ticket.teamId)
  const draft = draftOf(ticket)
  refuse(decideAssign(draft, input.assigneeId, facts))
  return saveDraft(tx, { actor: eventActor(actor), cause: actor.cause }, draft, facts.now)
}

async function requireFits(tx: TenantTx, personId: string, teamId: string): Promise<void> {
  const [person] = await tx.rows<{
    fits: boolean
  }>(sql`SELECT p.active AND p.role <> 'EMPLOYEE' AND (p.role = 'OWNER' OR EXISTS (
      SELECT FROM app.team_member m WHERE m.tenant_id = p.tenant_id AND m.team_id = ${teamId} AND m.person_id = p.id)) AS fits
    FROM app.person p WHERE p.tenant_id = ${tx.tenantId} AND p.id = ${personId}`)
  if (person === undefined) throw notFound('person')
  if (!person.fits)
    throw new Problem('precondition-failed', 'The assignee must be an active agent of the ticket’s team.')
}
