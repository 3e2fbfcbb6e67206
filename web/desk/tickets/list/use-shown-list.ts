import { useState, useSyncExternalStore } from 'react'
import {
  filterKey,
  type TicketFilter,
  type TicketList,
  type TicketListState,
  useTicketList,
} from '../../../api/index.ts'

export type ShownList = {
  list: TicketList
  state: TicketListState
  filter: TicketFilter
  /** Names the list that is shown. */
  key: string
  /** What is shown is the list of before: the one that is asked for has not come yet. */
  isStale: boolean
}

/**
 * The list of a filter; while it loads, the one that was shown before, so that a change of the filter never empties
 * the screen. Rule: docs/behaviour/ticket-list.md, "Filter".
 */
export function useShownList(filter: TicketFilter): ShownList {
  const { list, state } = useTicketList(filter)
  const wanted = { list, filter, key: filterKey(filter) }
  const [last, setLast] = useState<typeof wanted | undefined>()
  const isThere = state.status !== 'loading'
  if (isThere && last?.key !== wanted.key) setLast(wanted)
  const shown = isThere || last === undefined ? wanted : last
  const shownState = useSyncExternalStore(shown.list.subscribe, shown.list.state)
  return { ...shown, state: shownState, isStale: shown.key !== wanted.key }
}
