import { createContext, use, useMemo, useSyncExternalStore } from 'react'
import type { DraftKind } from '../../../contracts/drafts.ts'
import type { DraftState } from './draft.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import type { Drafts } from './drafts.ts'

/** Gives the pages the drafts of who is signed in; undefined where nobody is. */
export const DraftsContext = createContext<Drafts | undefined>(undefined)

/** The drafts of who is signed in. Throws where nobody is. */
export function useDrafts(): Drafts {
  const drafts = use(DraftsContext)
  if (drafts === undefined) throw new Error('there are no drafts around this component')
  return drafts
}

/** One draft and its keeper; renders again when it changes. */
export function useDraft(ticketId: string, kind: DraftKind): { keeper: DraftKeeper; draft: DraftState } {
  const drafts = useDrafts()
  const keeper = useMemo(() => drafts.keeper(ticketId, kind), [drafts, ticketId, kind])
  return { keeper, draft: useSyncExternalStore(keeper.subscribe, keeper.state) }
}

/** Whether the person has something written on a ticket that is not sent. */
export function useHasDraft(ticketId: string): boolean {
  const drafts = useDrafts()
  return useSyncExternalStore(drafts.subscribe, () => drafts.ticketIds().has(ticketId))
}
