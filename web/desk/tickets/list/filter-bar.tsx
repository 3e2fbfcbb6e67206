import { useState } from 'react'
import type { TicketFilter } from '../../../api/index.ts'
import { t } from '../../../locales/t.ts'
import { FilterChips } from './filter-chips.tsx'
import { FilterInput } from './filter-input.tsx'
import { useFilterNames } from './use-filter-names.ts'

/** The filter of a list: as a text and as buttons, which say and change the same. */
export function FilterBar({
  filter,
  onFilter,
  onDone,
}: {
  filter: TicketFilter
  onFilter: (filter: TicketFilter, isMore: boolean) => void
  onDone: () => void
}) {
  const [isWriting, setWriting] = useState(false)
  const names = useFilterNames(filter, isWriting)
  const begin = () => setWriting(true)
  return (
    <search
      aria-label={t('list.filter')}
      className="relative flex flex-wrap items-center gap-2 border-b border-border px-3 py-1.5"
    >
      <FilterInput filter={filter} names={names} onFilter={onFilter} onFocus={begin} onDone={onDone} />
      <FilterChips filter={filter} names={names} onFilter={(next) => onFilter(next, false)} onPoint={begin} />
    </search>
  )
}
