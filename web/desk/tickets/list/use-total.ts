import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { countTickets } from '../../../../contracts/tickets.ts'
import { filterQuery, useDesk } from '../../../api/index.ts'
import { usePainted } from '../../../ui/late-code.ts'
import type { ShownList } from './use-shown-list.ts'

/** How many tickets a list has; `isCapped`: at least so many. */
export type Total = { count: number; isCapped: boolean }

/** A list that changes is counted again after so long. */
const RECOUNT_MS = 2_000

/** How many tickets the list has: those that are loaded when that is all, else what the desk counts. */
export function useTotal({ filter, key, state }: ShownList): Total | undefined {
  const { client, clock, queries } = useDesk()
  const { sort: _, ...query } = filterQuery(filter)
  const queryKey = ['ticket-count', key]
  const isNeeded = state.hasMore
  const isPainted = usePainted()
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.call(countTickets, { query, signal }),
    enabled: isNeeded && isPainted,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted again when other tickets are shown.
  useEffect(() => {
    if (!isNeeded) return
    return clock.after(RECOUNT_MS, () => void queries.invalidateQueries({ queryKey }))
  }, [state.ids, isNeeded, key, clock, queries])
  return isNeeded ? data : { count: state.ids.length, isCapped: false }
}
