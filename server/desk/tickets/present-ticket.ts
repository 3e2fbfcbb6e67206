import type { Ticket } from '../../../contracts/tickets.ts'
import type { PendingSeq } from '../../platform/db/index.ts'
import type { TicketState } from './ticket.ts'

/** A ticket as the API shows it; `seq` may still be the token of a position that the commit gives. */
export function presentTicket(ticket: TicketState, seq: number | PendingSeq = ticket.seq): Ticket {
  return {
    id: ticket.id,
    key: ticket.key,
    number: ticket.number,
    subject: ticket.subject,
    status: ticket.status,
    statusReason: ticket.statusReason,
    priority: ticket.priority,
    channel: ticket.channel,
    teamId: ticket.teamId,
    assigneeId: ticket.assigneeId,
    requester: ticket.requester,
    requesterReplied: ticket.requesterReplied,
    followUpOf: ticket.followUpOf,
    version: ticket.version,
    seq: seq as number,
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
    firstResponseAt: ticket.firstResponseAt,
    dueAt: ticket.dueAt,
    resolvedAt: ticket.resolvedAt,
    closedAt: ticket.closedAt,
  }
}

/** The headers of an answer that is one ticket. */
export function ticketHeaders(ticket: { version: number }): Record<string, string> {
  return { etag: `"v${ticket.version}"` }
}
