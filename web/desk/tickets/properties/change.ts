import type { Priority, Status, Ticket } from '../../../../contracts/tickets.ts'

/** The properties that have a picker. */
export type Property = 'status' | 'assignee' | 'priority'

/** One change asked for, of one ticket or of many. */
export type Change =
  | { property: 'status'; to: Status; reason?: string }
  | { property: 'assignee'; to: string | null }
  | { property: 'priority'; to: Priority }

/** What of a ticket such a change touches: an assignment may move the status, and a status the assignee. */
export type Touched = Pick<Ticket, 'status' | 'statusReason' | 'assigneeId' | 'priority'>

/** What a change may touch, as the ticket has it now. */
export function touchedOf({ status, statusReason, assigneeId, priority }: Ticket): Touched {
  return { status, statusReason, assigneeId, priority }
}

/** The field of the ticket that says a property. */
export function fieldOf(property: Property): 'status' | 'assigneeId' | 'priority' {
  return property === 'assignee' ? 'assigneeId' : property
}

/**
 * What a ticket is after a change by one of its team, as the desk would do it. Rule: docs/behaviour/ticket-lifecycle.md.
 */
export function afterChange(ticket: Touched, change: Change, meId: string): Touched {
  if (change.property === 'priority') return { ...ticket, priority: change.to }
  if (change.property === 'assignee') return { ...ticket, ...afterAssign(ticket, change.to) }
  if (change.to === ticket.status) return ticket
  return {
    ...ticket,
    status: change.to,
    statusReason: change.reason ?? null,
    assigneeId: assigneeAfter(change.to, ticket.assigneeId, meId),
  }
}

function afterAssign({ status, statusReason, assigneeId }: Touched, to: string | null): Partial<Touched> {
  if (to === null)
    return assigneeId !== null && (status === 'ASSIGNED' || status === 'IN_PROGRESS')
      ? { status: 'TRIAGED', statusReason: null, assigneeId: null }
      : { assigneeId: null }
  const isFresh = status === 'NEW' || status === 'TRIAGED' || status === 'REOPENED'
  return isFresh
    ? { status: 'ASSIGNED', statusReason: null, assigneeId: to }
    : { status, statusReason, assigneeId: to }
}

function assigneeAfter(status: Status, assigneeId: string | null, meId: string): string | null {
  if (status === 'TRIAGED') return null
  return status === 'IN_PROGRESS' || status === 'RESOLVED' ? (assigneeId ?? meId) : assigneeId
}
