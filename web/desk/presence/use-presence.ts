import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Presence } from '../../../contracts/presence.ts'
import { useDesk } from '../../api/index.ts'
import { presenceOf } from './desk-presence.ts'

/** Who else has a ticket open, those who write first. Read when it is first asked for, then told by the stream. */
export function usePresence(ticketId: string): readonly Presence[] {
  const desk = useDesk()
  const presence = useMemo(() => presenceOf(desk), [desk])
  useEffect(() => presence.watch(ticketId), [presence, ticketId])
  const subscribe = useCallback(
    (listener: () => void) => presence.store.subscribe(ticketId, listener),
    [presence, ticketId],
  )
  return useSyncExternalStore(subscribe, () => presence.store.of(ticketId))
}
