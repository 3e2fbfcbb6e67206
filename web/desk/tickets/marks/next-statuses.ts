import type { Me, MemberRole } from '../../../../contracts/people.ts'
import { type CloseReason, REOPEN_CLOSED_MS, STATUS_TARGETS } from '../../../../contracts/status-graph.ts'
import type { Status, Ticket } from '../../../../contracts/tickets.ts'

/** As what somebody acts on a ticket: as its requester, whoever else they are; else by their role in its team. */
export type TicketRole = 'REQUESTER' | MemberRole | 'OWNER'

/**
 * A status that may come next. `reason`: it must be given, as one of these or in own words. `unmet`: it is legal but
 * not yet, because nobody answered the requester since they last wrote.
 */
export type LegalStatus = {
  status: Status
  reason?: 'vendor' | readonly CloseReason[]
  unmet?: 'no-answer'
}

/** As what somebody acts on this ticket. */
export function ticketRole(me: Pick<Me, 'person' | 'teams'>, ticket: TicketFacts): TicketRole {
  if (ticket.requester.id === me.person.id) return 'REQUESTER'
  if (me.person.role === 'OWNER') return 'OWNER'
  return me.teams.find(({ id }) => id === ticket.teamId)?.role ?? 'REQUESTER'
}

/**
 * The statuses that a ticket may take next, in their usual order; without the one it has. The desk decides in the end.
 * Rule: docs/behaviour/ticket-lifecycle.md, "From where to where".
 */
export function nextStatuses(ticket: GraphFacts, role: TicketRole, nowMs = Date.now()): LegalStatus[] {
  return STATUS_TARGETS[ticket.status].flatMap((status): LegalStatus[] => {
    if (!mayMove(ticket, status, role, nowMs)) return []
    if (status === 'CLOSED' && ticket.status !== 'RESOLVED') return [{ status, reason: WITHOUT_ANSWER }]
    if (status === 'WAITING_ON_VENDOR') return [{ status, reason: 'vendor' }]
    if (status === 'WAITING_ON_REQUESTER' && !isAnswered(ticket)) return [{ status, unmet: 'no-answer' }]
    return [{ status }]
  })
}

type TicketFacts = Pick<Ticket, 'teamId' | 'requester'>
type GraphFacts = Pick<Ticket, 'status' | 'closedAt' | 'firstResponseAt' | 'requesterReplied'>

/** What people give as a reason; merging gives its own. */
const WITHOUT_ANSWER = ['SPAM', 'DUPLICATE'] as const satisfies readonly CloseReason[]

function mayMove(ticket: GraphFacts, to: Status, role: TicketRole, nowMs: number): boolean {
  if (ticket.status === 'CLOSED') {
    const closedMs = ticket.closedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(ticket.closedAt)
    return (
      (role === 'OWNER' || role === 'LEAD' || role === 'TEAM_ADMIN') && nowMs - closedMs <= REOPEN_CLOSED_MS
    )
  }
  return role !== 'REQUESTER' || to === 'RESOLVED' || to === 'REOPENED'
}

/** As far as the ticket tells: somebody answered, and the requester wrote nothing since. */
function isAnswered({ firstResponseAt, requesterReplied }: GraphFacts): boolean {
  return firstResponseAt !== null && !requesterReplied
}
