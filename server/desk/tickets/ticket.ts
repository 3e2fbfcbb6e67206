import { CLOSE_REASONS, REOPEN_CLOSED_MS, STATUS_TARGETS } from '../../../contracts/status-graph.ts'
import type { Channel, Priority, Status } from '../../../contracts/tickets.ts'

/** A ticket as a command finds it under lock. Instants are RFC 3339; the three seqs are positions of its newest messages. */
export type TicketState = {
  id: string
  key: string
  number: number
  subject: string
  status: Status
  statusReason: string | null
  priority: Priority
  channel: Channel
  teamId: string
  assigneeId: string | null
  requester: { id: string; name: string; email: string }
  requesterReplied: boolean
  followUpOf: string | null
  version: number
  seq: number
  publicSeq: number
  requesterSeq: number
  agentSeq: number
  createdAt: string
  updatedAt: string
  firstResponseAt: string | null
  dueAt: string | null
  resolvedAt: string | null
  closedAt: string | null
}

/** In what part somebody acts on a ticket. */
export type Part = 'STAFF' | 'REQUESTER' | 'SYSTEM'

/** Whether a ticket still waits for work. */
export function isOpen(status: Status): boolean {
  return status !== 'RESOLVED' && status !== 'CLOSED'
}

/** The later of two instants in RFC 3339 with milliseconds, which sort as text. */
export function laterOf(one: string, other: string): string {
  if (one > other) return one
  return other
}

/** Where a ticket may go from here at this instant. `reason` matters only for CLOSED. Rule: docs/behaviour/ticket-lifecycle.md. */
export function allowedTargets(
  ticket: Pick<TicketState, 'status' | 'closedAt'>,
  now: string,
  reason?: string,
): Status[] {
  const targets: readonly Status[] = STATUS_TARGETS[ticket.status]
  return targets.filter((to) => {
    if (to === 'CLOSED') return ticket.status === 'RESOLVED' || isCloseReason(reason)
    if (ticket.status === 'CLOSED')
      return ticket.closedAt !== null && Date.parse(now) - Date.parse(ticket.closedAt) <= REOPEN_CLOSED_MS
    return true
  })
}

function isCloseReason(reason: string | undefined): boolean {
  return reason !== undefined && (CLOSE_REASONS as readonly string[]).includes(reason)
}
