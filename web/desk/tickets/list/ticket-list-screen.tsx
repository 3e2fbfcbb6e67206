import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useDesk } from '../../../api/index.ts'
import { keyboard, useKeysOf } from '../../../app/keys/keyboard.ts'
import { ForRole } from '../../../app/screens/went-wrong.tsx'
import { Screen } from '../../../app/shell/screen.tsx'
import { t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'
import { DisplayMenu } from './display-menu.tsx'
import { FilterBar } from './filter-bar.tsx'
import { useListForm } from './list-form.ts'
import { createListParts, ListPartsContext } from './list-parts.ts'
import { DEFAULT_SORT } from './list-search.ts'
import { ListWithTicket } from './list-with-ticket.tsx'
import { StaffNamesContext, useLoadedStaffNames } from './staff-names.ts'
import { StaleBar } from './stale-bar.tsx'
import type { GridHandle } from './ticket-grid.tsx'
import { useListSearch } from './use-list-search.ts'
import { useShownList } from './use-shown-list.ts'

/** The tickets that somebody may see. At home they are the open ones, unless the address says otherwise. */
export function TicketListScreen({ home }: { home: boolean }) {
  return (
    <ForRole least="AGENT">
      <TicketListPage key={String(home)} home={home} />
    </ForRole>
  )
}

function TicketListPage({ home }: { home: boolean }) {
  const { clock, onEvent } = useDesk()
  const [parts] = useState(() => createListParts(clock))
  const names = useLoadedStaffNames()
  useEffect(() => onEvent(parts.lastChanges.heard), [onEvent, parts])
  return (
    <ListPartsContext value={parts}>
      <StaffNamesContext value={names}>
        <TicketListBody home={home} />
      </StaffNamesContext>
    </ListPartsContext>
  )
}

function TicketListBody({ home }: { home: boolean }) {
  const address = useListSearch(home)
  const { filter, search } = address
  const shown = useShownList(filter)
  const form = useListForm(search.layout === 'split')
  const grid = useRef<GridHandle>(null)
  const sort = filter.sort ?? DEFAULT_SORT
  const setSort = (next: typeof sort) => address.setFilter({ ...filter, sort: next })
  return (
    <Screen
      title={t(home ? 'frame.inbox' : 'frame.tickets')}
      actions={
        <>
          <DisplayMenu
            sort={sort}
            isSplit={search.layout === 'split'}
            onSort={setSort}
            onSplit={(isSplit) => address.set({ layout: isSplit ? 'split' : undefined, peek: undefined })}
          />
          <NewTicketButton />
        </>
      }
    >
      <div className="flex h-full flex-col">
        <FilterBar filter={filter} onFilter={address.setFilter} onDone={() => grid.current?.focus()} />
        <StaleBar isShown={shown.isStale || shown.state.isRefreshing} />
        <ListWithTicket {...{ home, address, shown, form, grid, setSort }} />
      </div>
    </Screen>
  )
}

/** Where a bar at the bottom has it already, there is none here. */
function NewTicketButton() {
  const keys = useKeysOf('ticket.new')
  return (
    <Button
      className="max-tablet:hidden"
      onClick={() => keyboard.run('ticket.new')}
      {...(keys === undefined ? {} : { keys })}
    >
      <Plus size={16} aria-hidden="true" />
      {t('frame.newTicket')}
    </Button>
  )
}
