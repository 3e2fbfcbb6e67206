import type { ReactElement } from 'react'
import { PRIORITIES, STATUSES } from '../../../../contracts/tickets.ts'
import type { TicketFilter } from '../../../api/index.ts'
import { t } from '../../../locales/t.ts'
import { MultiPicker } from '../../../ui/multi-picker.tsx'
import { PriorityMark, priorityName, StatusMark, statusName } from '../marks/index.ts'
import { type FilterNames, knownOf, reservedOf } from './filter-names.ts'
import { valuesOf, withValues } from './filter-values.ts'
import type { FilterField } from './filter-words.ts'

/** The picker of one field of a filter. Status and priority take several, the others one, which a new one replaces. */
export function FilterPicker({
  field,
  filter,
  names,
  onFilter,
  shown,
  startsOpen,
  trigger,
}: {
  field: FilterField
  filter: TicketFilter
  names: FilterNames
  onFilter: (filter: TicketFilter) => void
  shown: string
  startsOpen: boolean
  trigger: ReactElement
}) {
  const pick = (ids: readonly string[]) => onFilter(withValues(filter, field, ids))
  return (
    <MultiPicker
      label={t(`list.filter.${field}`)}
      options={optionsOf(field, names)}
      values={valuesOf(field, filter)}
      onPick={pick}
      trigger={trigger}
      shown={shown}
      defaultOpen={startsOpen}
    />
  )
}

function optionsOf(field: FilterField, names: FilterNames) {
  if (field === 'status')
    return STATUSES.map((id) => ({ id, name: statusName(id), icon: <StatusGlyph status={id} /> }))
  if (field === 'priority')
    return PRIORITIES.map((id) => ({ id, name: priorityName(id), icon: <PriorityGlyph priority={id} /> }))
  const reserved = { me: t('list.filter.me'), none: t('list.filter.none') }
  return [
    ...reservedOf(field).map((id) => ({ id, name: reserved[id as keyof typeof reserved] })),
    ...(knownOf(field, names) ?? []).map(({ id, name, code }) => ({ id, name, hint: code })),
  ]
}

/** The name stands beside it already. */
function StatusGlyph({ status }: { status: (typeof STATUSES)[number] }) {
  return (
    <span aria-hidden="true" className="inline-flex">
      <StatusMark status={status} />
    </span>
  )
}

function PriorityGlyph({ priority }: { priority: (typeof PRIORITIES)[number] }) {
  return (
    <span aria-hidden="true" className="inline-flex">
      <PriorityMark priority={priority} />
    </span>
  )
}
