import type { Ticket } from '../../../contracts/tickets.ts'
import type { TicketSort } from './ticket-filter.ts'

/** Where a ticket stands in a list: its instant and, among equals, its id. */
export type Place = { at: string; id: string }

/** The place of a ticket. One without a due time comes behind all that have one. */
export function placeOf(ticket: Ticket, sort: TicketSort): Place {
  const field = sort.replace('-', '')
  if (field === 'due') return { at: ticket.dueAt ?? AFTER_ALL, id: ticket.id }
  return { at: field === 'created' ? ticket.createdAt : ticket.updatedAt, id: ticket.id }
}

/** Below 0 when one stands before the other; the order of the desk. Instants are RFC 3339 in UTC with ms: they compare as text. */
export function comparePlaces(one: Place, other: Place, sort: TicketSort): number {
  const order = compareTexts(one.at, other.at) || compareTexts(one.id, other.id)
  return sort.startsWith('-') ? -order : order
}

/** Ids in the order of the list. */
export function inOrder(tickets: readonly Ticket[], sort: TicketSort): string[] {
  return tickets
    .map((ticket) => placeOf(ticket, sort))
    .sort((one, other) => comparePlaces(one, other, sort))
    .map(({ id }) => id)
}

/** Sorts behind every year. */
const AFTER_ALL = '~'

function compareTexts(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1
}
