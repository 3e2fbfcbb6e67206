import type { StreamEvent } from '../../../contracts/realtime.ts'
import type { Priority, Status, Ticket } from '../../../contracts/tickets.ts'

export type TicketSort = 'updated' | '-updated' | 'created' | '-created' | 'due' | '-due'

/** What a list shows; a field that is missing does not narrow. Rule: docs/behaviour/web-data.md, "Lists". */
export type TicketFilter = {
  status?: readonly Status[]
  priority?: readonly Priority[]
  team?: string
  /** A person id, `me`, or `none`. */
  assignee?: string
  /** A person id or `me`. */
  requester?: string
  sort?: TicketSort
}

/** Whether a ticket belongs to the list, as the desk would decide; whether it may be seen is the desk's word alone. */
export function matchesFilter(ticket: Ticket, filter: TicketFilter, me: string): boolean {
  const person = (wanted: string) => (wanted === 'me' ? me : wanted)
  const { status, priority, team, assignee, requester } = filter
  if (status !== undefined && !status.includes(ticket.status)) return false
  if (priority !== undefined && !priority.includes(ticket.priority)) return false
  if (team !== undefined && ticket.teamId !== team) return false
  if (assignee === 'none' && ticket.assigneeId !== null) return false
  if (assignee !== undefined && assignee !== 'none' && ticket.assigneeId !== person(assignee)) return false
  return requester === undefined || ticket.requester.id === person(requester)
}

/**
 * Whether an event about a ticket that is not known here may bring it into the list: what it tells does not rule it
 * out, and either it is new or moves, or a field that the list asks for changed.
 */
export function mayEnter(event: StreamEvent, filter: TicketFilter): boolean {
  if (event.ticketId === null || !/^(ticket|message)\./.test(event.type)) return false
  const told = new Map(event.changes.map(({ field, to }) => [field, to]))
  const isOut = (field: string, wanted: readonly unknown[] | undefined) =>
    wanted !== undefined && told.has(field) && !wanted.includes(told.get(field))
  if (isOut('status', filter.status) || isOut('priority', filter.priority)) return false
  if (isOut('teamId', filter.team === undefined ? undefined : [filter.team])) return false
  if (filter.assignee === 'none' && told.has('assigneeId') && told.get('assigneeId') !== null) return false
  const moves = (filter.sort ?? '-updated').endsWith('updated')
  return (
    moves ||
    event.type === 'ticket.created' ||
    [...told.keys()].some((field) => FILTER_FIELDS.includes(field))
  )
}

const FILTER_FIELDS = ['status', 'priority', 'teamId', 'assigneeId', 'dueAt']

/** The filter as the query of the route. */
export function filterQuery(filter: TicketFilter) {
  const { status, priority, team, assignee, requester, sort } = filter
  return {
    ...(status === undefined ? {} : { status: [...status].sort().join(',') }),
    ...(priority === undefined ? {} : { priority: [...priority].sort().join(',') }),
    ...(team === undefined ? {} : { team }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(requester === undefined ? {} : { requester }),
    sort: sort ?? '-updated',
  } as const
}

/** Names a filter; two that show the same have one name. */
export function filterKey(filter: TicketFilter): string {
  return new URLSearchParams(Object.entries(filterQuery(filter)).sort()).toString()
}
