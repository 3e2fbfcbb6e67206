import type { Client } from '../../contracts/client.ts'
import type { StreamEvent } from '../../contracts/realtime.ts'
import type { DeviceCache } from './device-cache.ts'
import type { EntityStore } from './entity-store.ts'
import { createThread, type Thread } from './thread.ts'

export type Threads = {
  /** The messages of a ticket; loads them when they are not there. */
  thread(ticketId: string): Thread
  known(ticketId: string): Thread | undefined
  hear(event: StreamEvent): void
  /** Events were missed: those opened last are read anew, the others when they are opened again. */
  refreshAll(): void
  clear(): void
}

type Options = { client: Client; store: EntityStore; cache: DeviceCache; isStaff: boolean }

/** Keeps the threads that were opened, the last 50. */
export function createThreads({ client, store, cache, isStaff }: Options): Threads {
  const threads = new Map<string, Thread>()
  const stale = new Set<string>()
  const open = (ticketId: string): Thread => {
    const made = createThread({
      client,
      ticketId,
      isStaff,
      onLoaded(messages) {
        const ticket = store.record('ticket', ticketId)?.data
        if (ticket !== undefined) void cache.keepMessages(ticket, messages)
      },
    })
    void cache
      .readTicket(ticketId)
      .then((kept) => kept?.messages !== undefined && made.showKept(kept.messages))
    void made.load()
    return made
  }
  return {
    thread(ticketId) {
      const thread = threads.get(ticketId) ?? open(ticketId)
      if (stale.delete(ticketId)) void thread.load()
      threads.delete(ticketId)
      threads.set(ticketId, thread)
      const oldest = threads.keys().next()
      if (threads.size > THREADS_MAX && oldest.done === false) threads.delete(oldest.value)
      return thread
    },
    known: (ticketId) => threads.get(ticketId),
    hear(event) {
      if (event.ticketId !== null) void threads.get(event.ticketId)?.hear(event)
    },
    refreshAll() {
      const ids = [...threads.keys()]
      for (const id of ids.slice(0, -REFRESHED_MAX)) stale.add(id)
      for (const id of ids.slice(-REFRESHED_MAX)) void threads.get(id)?.load()
    },
    clear() {
      threads.clear()
      stale.clear()
    },
  }
}

const THREADS_MAX = 50
const REFRESHED_MAX = 3
