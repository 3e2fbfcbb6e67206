import { type RefObject, useEffect, useMemo, useState } from 'react'
import type { TicketSort } from '../../../api/index.ts'
import { useAction } from '../../../app/keys/keyboard.ts'
import { classNames } from '../../../ui/class-names.ts'
import { useLoaded } from '../../../ui/late-code.ts'
import { LateTargetActions } from './late-target-actions.tsx'
import { ListFoot } from './list-foot.tsx'
import type { ListForm } from './list-form.ts'
import { useListParts, useSelectedIds } from './list-parts.ts'
import { DEFAULT_SORT } from './list-search.ts'
import { listState } from './list-states.tsx'
import { type GridHandle, TicketGrid } from './ticket-grid.tsx'
import { useApplying } from './use-applying.ts'
import { useCursorKeys } from './use-cursor-keys.ts'
import type { ListSearch } from './use-list-search.ts'
import { useOpening } from './use-opening.ts'
import { usePeekedFirst, useTakenUpPlace } from './use-place.ts'
import type { ShownList } from './use-shown-list.ts'
import { useTotal } from './use-total.ts'

const loadPeek = () => import('./peek.tsx')

/** The rows and what is below them; beside or over them the ticket under the cursor. */
export function ListWithTicket({
  home,
  address,
  shown,
  form,
  grid,
  setSort,
}: {
  home: boolean
  address: ListSearch
  shown: ShownList
  form: ListForm
  grid: RefObject<GridHandle | null>
  setSort: (sort: TicketSort) => void
}) {
  const { state, list, key, filter, isStale } = shown
  const { cursor, selection } = useListParts()
  const selected = useSelectedIds()
  const apply = useApplying(shown, grid)
  const total = useTotal(shown)
  const [isPeeking, setPeeking] = useState(address.search.peek !== undefined)
  const showsPeek = isPeeking && !form.isSplit
  const { loaded: beside, load: loadBeside } = useLoaded(loadPeek)
  const isBesideWanted = showsPeek || form.isSplit
  useEffect(() => {
    if (isBesideWanted) void loadBeside()
  }, [isBesideWanted, loadBeside])
  const peek = (isOn: boolean) => {
    setPeeking(isOn)
    if (!isOn) address.set({ peek: undefined })
  }
  const ghosts = useMemo(
    () => new Set(state.changes.filter(({ how }) => how === 'left').map(({ id }) => id)),
    [state.changes],
  )
  const place = useTakenUpPlace(shown, address, grid)
  usePeekedFirst(address.search.peek, grid)
  const { open, onOpen } = useOpening(state.ids, address.href, form)
  useCursorKeys(state.ids, grid)
  useAction('list.open', () => open(cursor.current()))
  useAction('list.peek', () => cursor.current() !== undefined && peek(!isPeeking), !form.isSplit)
  useAction('list.apply', apply, state.changes.length > 0 && !isStale)
  useAction(
    'list.leave',
    () => (showsPeek ? peek(false) : selection.clear()),
    showsPeek || selected.length > 0,
  )
  const instead = listState(shown, form, home, () => address.setFilter({ sort: filter.sort ?? DEFAULT_SORT }))
  const canLoadMore = state.hasMore && !state.isLoadingMore && state.error === undefined && !isStale
  return (
    <div className="relative flex min-h-0 flex-1 overflow-hidden">
      <div
        className={classNames(
          'flex min-w-0 flex-col',
          form.isSplit ? 'w-95 border-e border-border' : 'flex-1',
        )}
      >
        {instead ?? (
          <TicketGrid
            key={key}
            ids={state.ids}
            ghosts={ghosts}
            total={total?.isCapped === false ? total.count : undefined}
            form={form}
            sort={filter.sort ?? DEFAULT_SORT}
            entry={isStale ? undefined : address.entry}
            place={place}
            handle={grid}
            onOpen={onOpen}
            onSort={setSort}
            onNearEnd={canLoadMore ? list.loadMore : undefined}
          />
        )}
        {(instead === undefined || state.changes.length > 0) && (
          <ListFoot shown={shown} total={total} onApply={apply} />
        )}
      </div>
      {form.isSplit && <div className="min-w-0 flex-1">{beside !== undefined && <beside.SplitPane />}</div>}
      {showsPeek && beside !== undefined && (
        <beside.Peek onRest={(peekKey) => address.set({ peek: peekKey })} onClose={() => peek(false)} />
      )}
      <LateTargetActions />
    </div>
  )
}
