import { type Sql, sql } from '../../platform/db/index.ts'
import type { TicketState } from './ticket.ts'

/** What a list shows of a ticket and its requester, from `app.ticket t` joined to `app.person r`. */
export const SHOWN_COLUMNS: Sql = sql`t.id, t.key, t.number, t.subject, t.status, t.status_reason AS "statusReason", t.priority, t.channel,
  t.team_id AS "teamId", t.assignee_id AS "assigneeId", t.requester_id AS "requesterId", r.name AS "requesterName", r.email AS "requesterEmail",
  t.requester_replied AS "requesterReplied", t.follow_up_of AS "followUpOf", t.version, t.seq,
  t.created_at AS "createdAt", t.updated_at AS "updatedAt",
  t.first_response_at AS "firstResponseAt", nullif(t.due_at, 'infinity') AS "dueAt", t.resolved_at AS "resolvedAt", t.closed_at AS "closedAt"`

/** The columns of a ticket as decisions take it: what is shown, and the positions of its newest messages. */
export const TICKET_COLUMNS: Sql = sql`${SHOWN_COLUMNS}, t.public_seq AS "publicSeq", t.requester_seq AS "requesterSeq", t.agent_seq AS "agentSeq"`

export type TicketRow = Omit<TicketState, 'requester'> & {
  requesterId: string
  requesterName: string
  requesterEmail: string
}
export type ShownTicketRow = Omit<TicketRow, 'publicSeq' | 'requesterSeq' | 'agentSeq'>

/** A row as the decisions take it, turned in place. */
export function ticketState(row: TicketRow): TicketState {
  const ticket = row as TicketRow & TicketState
  ticket.requester = { id: row.requesterId, name: row.requesterName, email: row.requesterEmail }
  return ticket
}
