import { type RefObject, useEffect, useLayoutEffect, useMemo } from 'react'
import { useDesk } from '../../../api/index.ts'
import { useListParts } from './list-parts.ts'
import { lastPlaceIn, placeAt, type RememberedPlace } from './remembered-place.ts'
import type { GridHandle } from './ticket-grid.tsx'
import type { ListSearch } from './use-list-search.ts'
import type { ShownList } from './use-shown-list.ts'
import { takeLastWalked } from './walk.ts'

/**
 * Takes up the place that one had in this list: by back and forward the one of that entry, and after a walk through
 * its tickets the last one, with the cursor on the ticket that was looked at last.
 */
export function useTakenUpPlace(
  { key, state }: ShownList,
  { entry, href }: ListSearch,
  grid: RefObject<GridHandle | null>,
): RememberedPlace {
  const { cursor } = useListParts()
  // biome-ignore lint/correctness/useExhaustiveDependencies: taken up when another list is shown, and then kept.
  const { place, walked } = useMemo(() => {
    const last = takeLastWalked(href)
    const found = placeAt(entry, key) ?? (last === undefined ? undefined : lastPlaceIn(key))
    return { place: found ?? { listKey: key, scrollTop: 0, cursorId: undefined }, walked: last }
  }, [key])
  const isThere = state.status === 'ready'
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each list, when its rows are there.
  useLayoutEffect(() => {
    if (!isThere) return
    const wanted = walked ?? place.cursorId
    const isIn = (id: string | undefined) => id !== undefined && state.ids.includes(id)
    if (isIn(wanted)) cursor.set(wanted)
    else if (!isIn(cursor.current())) cursor.set(undefined)
    if (walked !== undefined) grid.current?.show(walked)
  }, [place, isThere])
  return place
}

/** Puts the cursor on the ticket that an address peeks at, in sight where the list has it. */
export function usePeekedFirst(key: string | undefined, grid: RefObject<GridHandle | null>): void {
  const { openTicket, knownTicket } = useDesk()
  const { cursor } = useListParts()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page begins; after that the cursor leads.
  useEffect(() => {
    if (key === undefined || cursor.current() !== undefined) return
    const put = (id: string) => {
      if (cursor.current() !== undefined) return
      cursor.set(id)
      grid.current?.show(id)
    }
    const known = knownTicket(key)
    if (known !== undefined) return put(known)
    // Who may not see it has a list without a peek.
    openTicket(key).then(put, () => undefined)
  }, [])
}
