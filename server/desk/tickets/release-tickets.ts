import { type Actor, eventActor } from '../../directory/people/index.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { change, draftOf, put } from './draft.ts'
import { saveDraft } from './save-draft.ts'
import { laterOf } from './ticket.ts'
import { TICKET_COLUMNS, type TicketRow, ticketState } from './ticket-columns.ts'

/** Somebody who stops working on a team's tickets, or (`teamId` null) on all. */
export type Leaver = { actor: Actor; personId: string; teamId: string | null; now: string }

/**
 * Gives back the open tickets of somebody who leaves a team or is deactivated: unassigned, and to triage where work
 * had begun. One read under lock (ids ascending) and one flush, however many there are; what is resolved stays.
 */
export async function releaseTickets(tx: TenantTx, leaver: Leaver): Promise<void> {
  const rows = await tx.rows<TicketRow>(sql`SELECT ${TICKET_COLUMNS} FROM app.ticket t
    JOIN app.person r ON r.tenant_id = t.tenant_id AND r.id = t.requester_id
    WHERE t.tenant_id = ${tx.tenantId} AND t.assignee_id = ${leaver.personId} AND t.status NOT IN ('RESOLVED', 'CLOSED')
      AND (${leaver.teamId}::uuid IS NULL OR t.team_id = ${leaver.teamId}) ORDER BY t.id FOR NO KEY UPDATE OF t`)
  const teller = { actor: eventActor(leaver.actor), cause: leaver.actor.cause }
  const cause = 'ASSIGNEE_LEFT'
  for (const row of rows) {
    const draft = draftOf(ticketState(row))
    change(draft, 'assigneeId', null, 'ticket.assigned', { visibility: 'INTERNAL', cause })
    if (row.status === 'ASSIGNED' || row.status === 'IN_PROGRESS') {
      change(draft, 'status', 'TRIAGED', 'ticket.status_changed', { cause })
      put(draft, 'statusReason', null)
    }
    saveDraft(tx, teller, draft, laterOf(leaver.now, row.updatedAt))
  }
}
