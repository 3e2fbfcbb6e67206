import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { TicketFilter } from '../../../api/index.ts'
import { paths, type TicketSearch } from '../../../app/paths.ts'
import { filterOfSearch, searchOfFilter } from './list-search.ts'

export type ListSearch = {
  search: TicketSearch
  filter: TicketFilter
  /** The address of the list as it is now. */
  href: string
  /** Names the entry of the browser's history. */
  entry: string
  setFilter(filter: TicketFilter, isReplacing?: boolean): void
  /** Changes layout or peek; no step of its own for the way back. */
  set(change: { layout?: TicketSearch['layout'] | undefined; peek?: string | undefined }): void
}

/** The list as the address says it, and ways to change that. Rule: docs/behaviour/ticket-list.md, "The address". */
export function useListSearch(home: boolean): ListSearch {
  const search = useSearch({ strict: false }) as TicketSearch
  const href = useLocation({ select: (location) => location.href })
  const entry = useLocation({ select: (location) => location.state.__TSR_key ?? '' })
  const navigate = useNavigate()
  const path = home ? paths.inbox : paths.tickets
  const go = (next: TicketSearch, replace: boolean) => void navigate({ href: path(next), replace })
  const filter = useMemo(() => filterOfSearch(search, home), [search, home])
  return {
    search,
    filter,
    href,
    entry,
    setFilter: (next, isReplacing = false) => go(searchOfFilter(next, home, search), isReplacing),
    set(change) {
      const { layout = search.layout, peek = search.peek } = change
      const { layout: _, peek: __, ...rest } = search
      const next = {
        ...rest,
        ...('layout' in change ? keep('layout', change.layout) : keep('layout', layout)),
        ...('peek' in change ? keep('peek', change.peek) : keep('peek', peek)),
      }
      go(next, true)
    },
  }
}

function keep<Name extends string, Value>(name: Name, value: Value | undefined): { [K in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [K in Name]: Value })
}
