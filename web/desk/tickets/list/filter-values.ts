import { PRIORITIES, STATUSES } from '../../../../contracts/tickets.ts'
import type { TicketFilter } from '../../../api/index.ts'
import { type FilterField, inOrder } from './filter-words.ts'

/** What a field is narrowed to, each by its id; none where it is not. */
export function valuesOf(field: FilterField, filter: TicketFilter): readonly string[] {
  if (field === 'status' || field === 'priority') return filter[field] ?? []
  const value = filter[field]
  return value === undefined ? [] : [value]
}

/** A filter with other values of one field; none takes the field out. Where one alone can be, the new one stays. */
export function withValues(filter: TicketFilter, field: FilterField, ids: readonly string[]): TicketFilter {
  const { [field]: before, ...rest } = filter
  if (ids.length === 0) return rest
  if (field === 'status') return { ...rest, status: inOrder(STATUSES, ids as never) }
  if (field === 'priority') return { ...rest, priority: inOrder(PRIORITIES, ids as never) }
  const added = ids.find((id) => id !== before)
  return added === undefined ? filter : { ...rest, [field]: added }
}
