import { useEffect, useMemo } from 'react'
import { useThread } from '../../api/index.ts'
import { useMe } from '../../app/who.tsx'
import { useDraft } from '../drafts/index.ts'
import { composerSeat, type Newcomer, useSeat } from './composer-seat.ts'
import { newestPublic, unseenBy } from './unseen-messages.ts'

/**
 * Follows what the writer has seen: with no reply begun, all that is shown; from the first word on nothing that comes
 * later counts as seen until it is reviewed. Rule: docs/behaviour/composer.md, "Crossing replies".
 */
export function useSeen(ticketId: string): void {
  const { state } = useThread(ticketId)
  const { draft } = useDraft(ticketId, 'reply')
  const isEmpty = draft.text.content.trim() === ''
  const newest = newestPublic(state.messages)
  const isReady = state.status === 'ready'
  useEffect(() => {
    const seat = composerSeat(ticketId)
    const { seenSeq } = seat.current()
    if (isReady && (seenSeq === null || (isEmpty && seenSeq < newest)))
      seat.change({ seenSeq: newest, refusedFor: [], guardAsked: 0 })
  }, [ticketId, isReady, isEmpty, newest])
}

/** Messages of others that came since the writer began, oldest first. */
export function useUnseen(ticketId: string): readonly Newcomer[] {
  const { state } = useThread(ticketId)
  const { person } = useMe()
  const { seenSeq, refusedFor } = useSeat(ticketId).state
  return useMemo(() => {
    if (seenSeq === null) return []
    const found = new Map(refusedFor.map((one) => [one.id, one]))
    for (const one of unseenBy(person.id, seenSeq, state.messages)) found.set(one.id, one)
    return [...found.values()].sort((one, other) => one.seq - other.seq)
  }, [state.messages, person.id, seenSeq, refusedFor])
}
