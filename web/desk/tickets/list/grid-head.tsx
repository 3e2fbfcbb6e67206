import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { TicketSort } from '../../../api/index.ts'
import { t } from '../../../locales/t.ts'
import { tip } from '../../../ui/tip.ts'
import { GridRow, HeadCell, RowGroup } from './grid-elements.tsx'
import { useListParts, useSelectedIds } from './list-parts.ts'
import { ASSIGNEE_CELL, REQUESTER_CELL, TABLE_COLUMNS } from './table-row.tsx'
import { timeOf, turned } from './time-field.ts'

/** The head of the table: a tick for all loaded rows, and the time that the list is in the order of. */
export function GridHead({
  ids,
  sort,
  height,
  onSort,
}: {
  ids: readonly string[]
  sort: TicketSort
  height: number
  onSort: (sort: TicketSort) => void
}) {
  const name = t(`list.sort.${timeOf(sort)}`)
  const isDown = sort.startsWith('-')
  const Arrow = isDown ? ArrowDown : ArrowUp
  return (
    <RowGroup className="sticky top-0 z-(--layer-sticky)">
      <GridRow
        className={`${TABLE_COLUMNS} border-b border-border bg-canvas text-caption font-medium text-text-3`}
        style={{ height }}
      >
        <HeadCell>
          <AllTick ids={ids} />
        </HeadCell>
        <HeadCell>{t('list.column.key')}</HeadCell>
        <HeadCell>{t('list.column.subject')}</HeadCell>
        <HeadCell className={REQUESTER_CELL}>{t('list.column.requester')}</HeadCell>
        <HeadCell>{t('list.column.status')}</HeadCell>
        <HeadCell>
          <span className="sr-only">{t('list.column.priority')}</span>
        </HeadCell>
        <HeadCell className={ASSIGNEE_CELL}>{t('list.column.assignee')}</HeadCell>
        <HeadCell sort={isDown ? 'descending' : 'ascending'} className="-me-1 text-end">
          <button
            type="button"
            onClick={() => onSort(turned(sort))}
            {...tip(t(`list.sort.${sort}.name`))}
            className="inline-flex min-h-6 pointer-coarse:min-h-11 items-center gap-1 rounded-chip px-1 hover:bg-hover"
          >
            {name}
            <Arrow size={12} aria-hidden="true" />
          </button>
        </HeadCell>
      </GridRow>
    </RowGroup>
  )
}

/** Ticks all loaded rows, or none; half ticked while some are. */
function AllTick({ ids }: { ids: readonly string[] }) {
  const { selection } = useListParts()
  const selected = useSelectedIds()
  const box = useRef<HTMLInputElement>(null)
  const isAll = ids.length > 0 && ids.every(selection.has)
  const isSome = !isAll && selected.length > 0
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isSome
  }, [isSome])
  return (
    <label className="flex size-6 cursor-pointer items-center justify-center pointer-coarse:size-11">
      <input
        ref={box}
        type="checkbox"
        checked={isAll}
        onChange={() => (isAll ? selection.clear() : selection.add(ids))}
        aria-label={t('list.selectAll')}
        className="size-3.5 accent-accent"
      />
    </label>
  )
}
