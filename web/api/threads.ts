import type { Client } from '../../contracts/client.ts'
import type { StreamEvent } from '../../contracts/realtime.ts'
import type { DeviceCache, KeptParts } from './device-cache.ts'
import type { EntityStore } from './entity-store.ts'
import { createThread, type Thread } from './thread.ts'
import { createTicketLog, type TicketLog } from './ticket-log.ts'

export type Threads = {
  /** The messages of a ticket; loads them when they are not there. */
  thread(ticketId: string): Thread
  /** What happened to a ticket; loads it when it is not there. */
  log(ticketId: string): TicketLog
  known(ticketId: string): Thread | undefined
  hear(event: StreamEvent): void
  /** Events were missed: those opened last are read anew, the others when they are opened again. */
  refreshAll(): void
  /** The desk is there again: what could not be read is read. */
  again(): void
  clear(): void
}

type Options = { client: Client; store: EntityStore; cache: DeviceCache; isStaff: boolean }
type Opened = { thread: Thread; log: TicketLog }

/** Keeps the threads that were opened, with what happened to their tickets: the last 50. */
export function createThreads({ client, store, cache, isStaff }: Options): Threads {
  const threads = new Map<string, Opened>()
  const stale = new Set<string>()
  const load = ({ thread, log }: Opened) => {
    void thread.load()
    if (isStaff) void log.load()
  }
  const open = (ticketId: string): Opened => {
    const keep = (parts: KeptParts) => {
      const ticket = store.record('ticket', ticketId)?.data
      if (ticket !== undefined) void cache.keepParts(ticket, parts)
    }
    const thread = createThread({
      client,
      ticketId,
      isStaff,
      onLoaded: (ends) => keep({ thread: ends }),
      onSeen: (seenSeq) => keep({ seenSeq }),
    })
    const log = createTicketLog({ client, ticketId, onLoaded: (tail) => keep({ log: tail }) })
    void cache.readTicket(ticketId).then((kept) => {
      if (kept?.seenSeq !== undefined) thread.markSeen(kept.seenSeq)
      if (kept?.log !== undefined) log.showKept(kept.log)
      if (kept?.thread !== undefined) thread.showKept(kept.thread)
    })
    const opened = { thread, log }
    load(opened)
    return opened
  }
  const opened = (ticketId: string): Opened => {
    const one = threads.get(ticketId) ?? open(ticketId)
    if (stale.delete(ticketId)) load(one)
    threads.delete(ticketId)
    threads.set(ticketId, one)
    const oldest = threads.keys().next()
    if (threads.size > THREADS_MAX && oldest.done === false) threads.delete(oldest.value)
    return one
  }
  return {
    thread: (ticketId) => opened(ticketId).thread,
    log: (ticketId) => opened(ticketId).log,
    known: (ticketId) => threads.get(ticketId)?.thread,
    hear(event) {
      const one = event.ticketId === null ? undefined : threads.get(event.ticketId)
      void one?.thread.hear(event)
      if (isStaff) one?.log.hear(event)
    },
    refreshAll() {
      const ids = [...threads.keys()]
      for (const id of ids.slice(0, -REFRESHED_MAX)) stale.add(id)
      for (const one of [...threads.values()].slice(-REFRESHED_MAX)) load(one)
    },
    again() {
      for (const { thread, log } of threads.values()) {
        if (thread.state().error !== undefined) void thread.load()
        if (isStaff && log.state().error !== undefined) void log.load()
      }
    },
    clear() {
      threads.clear()
      stale.clear()
    },
  }
}

const THREADS_MAX = 50
const REFRESHED_MAX = 3
