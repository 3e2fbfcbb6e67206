import { PRIORITIES, type Priority, STATUSES, type Status } from '../../../contracts/tickets.ts'
import { decodeCursor, encodeCursor, Problem } from '../../platform/http/index.ts'
import { isId } from '../../platform/ids/index.ts'

export type SortField = 'updated' | 'created' | 'due'

/** What a list of tickets shows. `assignee` null: those without one. `after` is the last row of the page before. */
export type ListFilter = {
  statuses: Status[] | undefined
  team: string | undefined
  assignee: string | null | undefined
  requester: string | undefined
  priorities: Priority[] | undefined
  sort: SortField
  descending: boolean
  limit: number
  after: { at: string; id: string } | undefined
}

type ListQuery = {
  status?: string
  team?: string
  assignee?: string
  requester?: string
  priority?: string
  sort?: string
  limit?: number
  cursor?: string
}

const LIMIT_DEFAULT = 50

/** Reads the query of a list; `me` is the caller. Rejects with `contract-violation` for a value that is none. Newest change first unless asked otherwise. */
export function listFilter(query: ListQuery, personId: string): ListFilter {
  const sort = query.sort ?? '-updated'
  const descending = sort.startsWith('-')
  const field = sort.replace('-', '') as SortField
  return {
    statuses: listOf(query.status, STATUSES, '/query/status'),
    team: query.team,
    assignee: query.assignee === 'none' ? null : person(query.assignee, personId, '/query/assignee'),
    requester: person(query.requester, personId, '/query/requester'),
    priorities: listOf(query.priority, PRIORITIES, '/query/priority'),
    sort: field,
    descending,
    limit: query.limit ?? LIMIT_DEFAULT,
    after: query.cursor === undefined ? undefined : position(query.cursor, sort),
  }
}

/** The cursor behind a row: bound to its sort, so that it cannot be used with another. */
export function cursorAfter(filter: ListFilter, row: { sortAt: string; id: string }): string {
  return encodeCursor([(filter.descending ? '-' : '') + filter.sort, row.sortAt, row.id])
}

function position(cursor: string, sort: string): { at: string; id: string } {
  const [of, at, id] = decodeCursor(cursor, ['string', 'string', 'string']) as [string, string, string]
  const isInstant = at === 'infinity' || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(at)
  if (of !== sort || !isInstant || !isId(id)) throw violation('/query/cursor', 'not a cursor of this list')
  return { at, id }
}

function listOf<T extends string>(
  value: string | undefined,
  known: readonly T[],
  path: string,
): T[] | undefined {
  if (value === undefined) return undefined
  const values = [...new Set(value.split(','))]
  const unknown = values.find((one) => !(known as readonly string[]).includes(one))
  if (unknown !== undefined) throw violation(path, `must be of ${known.join(', ')}`)
  return values as T[]
}

function person(value: string | undefined, me: string, path: string): string | undefined {
  if (value === undefined) return undefined
  if (value === 'me') return me
  if (!isId(value)) throw violation(path, 'must be a person id or "me"')
  return value
}

function violation(path: string, message: string): Problem {
  return new Problem('contract-violation', 'The request does not fit the contract.', {
    errors: [{ path, message }],
  })
}
