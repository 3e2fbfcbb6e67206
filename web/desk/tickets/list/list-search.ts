import { PRIORITIES, STATUSES, TICKET_SORTS } from '../../../../contracts/tickets.ts'
import type { TicketFilter, TicketSort } from '../../../api/index.ts'
import type { TicketSearch } from '../../../app/paths.ts'
import { inOrder, OPEN_STATUSES } from './filter-words.ts'

export const DEFAULT_SORT: TicketSort = '-updated'

/**
 * The list that an address asks for. `home` shows what is open unless the address names statuses; `status=any` there is
 * all of them. What is no value of a field does not narrow. Rule: docs/behaviour/ticket-list.md, "The address".
 */
export function filterOfSearch(search: TicketSearch, home: boolean): TicketFilter {
  const status = statusOf(search.status, home)
  const priority = inOrder(PRIORITIES, partsOf(search.priority) as never)
  const sort = TICKET_SORTS.find((one) => one === search.sort) ?? DEFAULT_SORT
  return {
    ...(status === undefined ? {} : { status }),
    ...(search.assignee === undefined ? {} : { assignee: search.assignee }),
    ...(search.team === undefined ? {} : { team: search.team }),
    ...(priority.length === 0 ? {} : { priority }),
    ...(search.requester === undefined ? {} : { requester: search.requester }),
    sort,
  }
}

/** The address of a list: each filter has one, however it was made. Layout and peek stay those of `search`. */
export function searchOfFilter(filter: TicketFilter, home: boolean, search: TicketSearch): TicketSearch {
  const status = statusTextOf(filter.status, home)
  const { assignee, team, requester, priority, sort } = filter
  return {
    ...(status === undefined ? {} : { status }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(team === undefined ? {} : { team }),
    ...(priority === undefined || priority.length === 0
      ? {}
      : { priority: inOrder(PRIORITIES, priority).join(',') }),
    ...(requester === undefined ? {} : { requester }),
    ...(sort === undefined || sort === DEFAULT_SORT ? {} : { sort }),
    ...(search.layout === undefined ? {} : { layout: search.layout }),
    ...(search.peek === undefined ? {} : { peek: search.peek }),
  }
}

/** Whether a filter narrows more than its place does by itself. */
export function isNarrowed(filter: TicketFilter, home: boolean): boolean {
  return Object.keys(searchOfFilter({ ...filter, sort: DEFAULT_SORT }, home, {})).length > 0
}

function statusOf(text: string | undefined, home: boolean): TicketFilter['status'] {
  if (text === 'any') return undefined
  if (text === 'open') return OPEN_STATUSES
  const named = inOrder(STATUSES, partsOf(text) as never)
  if (named.length > 0) return named
  return home ? OPEN_STATUSES : undefined
}

function statusTextOf(status: TicketFilter['status'], home: boolean): string | undefined {
  if (status === undefined || status.length === 0) return home ? 'any' : undefined
  const ordered = inOrder(STATUSES, status)
  const isOpen = ordered.join() === inOrder(STATUSES, OPEN_STATUSES).join()
  if (isOpen) return home ? undefined : 'open'
  return ordered.join(',')
}

function partsOf(text: string | undefined): string[] {
  return (text ?? '').split(',').map((part) => part.trim().toUpperCase())
}
