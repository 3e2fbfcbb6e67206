import { createContext, useCallback, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { ConnectionState } from './connection.ts'
import type { Desk } from './desk.ts'
import type { Entities, EntityType } from './entities.ts'
import { filterKey, type TicketFilter } from './lists/ticket-filter.ts'
import type { TicketList, TicketListState } from './lists/ticket-list.ts'
import type { PendingMutation } from './mutation.ts'
import type { SessionState } from './session.ts'
import type { Thread, ThreadState } from './thread.ts'
import type { TicketLog, TicketLogState } from './ticket-log.ts'

/** Gives the pages their desk. */
export const DeskContext = createContext<Desk | null>(null)

/** The desk of this page. Throws outside DeskContext. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('there is no desk around this component')
  return desk
}

/** One thing of the store as it is shown; undefined while it is not known. Renders again when this thing changes alone. */
export function useEntity<T extends EntityType>(type: T, id: string): Entities[T] | undefined {
  const { store, revalidation } = useDesk()
  const subscribe = useCallback(
    (listener: () => void) => {
      const off = store.subscribe(type, id, listener)
      revalidation.look(`${type}:${id}`)
      return off
    },
    [store, revalidation, type, id],
  )
  return useSyncExternalStore(subscribe, () => store.get(type, id))
}

/**
 * An open ticket: kept whole, so that also what the stream does not tell is read, and its topic held for presence. Make
 * it be there by openTicket first.
 */
export function useOpenTicket(id: string): Entities['ticket'] | undefined {
  const { interest, revalidation } = useDesk()
  useEffect(() => {
    const letGo = [interest.hold(`ticket:${id}`), revalidation.wantWhole(`ticket:${id}`)]
    return () => {
      for (const off of letGo) off()
    }
  }, [interest, revalidation, id])
  return useEntity('ticket', id)
}

/** Whether a change of this thing is not yet known to be done. */
export function useIsPending(type: EntityType, id: string): boolean {
  const { store } = useDesk()
  const subscribe = useCallback(
    (listener: () => void) => store.subscribe(type, id, listener),
    [store, type, id],
  )
  return useSyncExternalStore(subscribe, () => store.pendingOf(type, id).length > 0)
}

/** A list of tickets and what to do with it. The filter may be a new object each time. */
export function useTicketList(filter: TicketFilter): { list: TicketList; state: TicketListState } {
  const { lists } = useDesk()
  const key = filterKey(filter)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the filter.
  const list = useMemo(() => lists.list(filter), [lists, key])
  return { list, state: useSyncExternalStore(list.subscribe, list.state) }
}

/** The messages of a ticket and what is about to become one. */
export function useThread(ticketId: string): { thread: Thread; state: ThreadState } {
  const desk = useDesk()
  const thread = useMemo(() => desk.thread(ticketId), [desk, ticketId])
  return { thread, state: useSyncExternalStore(thread.subscribe, thread.state) }
}

/** What happened to a ticket, as far back as it was read. */
export function useTicketLog(ticketId: string): { log: TicketLog; state: TicketLogState } {
  const desk = useDesk()
  const log = useMemo(() => desk.ticketLog(ticketId), [desk, ticketId])
  return { log, state: useSyncExternalStore(log.subscribe, log.state) }
}

/** How the stream stands, for the dot in the footer. */
export function useConnection(): ConnectionState {
  const { connection } = useDesk()
  return useSyncExternalStore(connection.subscribe, connection.current)
}

/** Who is signed in; `lost` asks for a dialog over the page. */
export function useSession(): SessionState {
  const { session } = useDesk()
  return useSyncExternalStore(session.subscribe, session.current)
}

/** Changes under way, oldest first. */
export function usePendingMutations(): readonly PendingMutation[] {
  const { mutations } = useDesk()
  return useSyncExternalStore(mutations.subscribe, mutations.pending)
}
