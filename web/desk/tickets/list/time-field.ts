import type { Ticket } from '../../../../contracts/tickets.ts'
import type { TicketSort } from '../../../api/index.ts'

/** A time that a list can be in the order of. */
export type TimeField = 'updated' | 'created' | 'due'

/** Every order of a list, as it is offered. */
export const SORTS: readonly TicketSort[] = ['-updated', 'updated', '-created', 'created', 'due', '-due']

/** The time that a sort is by. */
export function timeOf(sort: TicketSort): TimeField {
  return sort.replace('-', '') as TimeField
}

/** The same time the other way around. */
export function turned(sort: TicketSort): TicketSort {
  return sort.startsWith('-') ? timeOf(sort) : (`-${sort}` as TicketSort)
}

/** When it was, of one ticket; null where it has no such time. */
export function momentOf(ticket: Ticket, time: TimeField): string | null {
  return { updated: ticket.updatedAt, created: ticket.createdAt, due: ticket.dueAt }[time]
}
