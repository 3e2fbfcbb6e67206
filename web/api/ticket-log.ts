import type { Client } from '../../contracts/client.ts'
import type { Event } from '../../contracts/events.ts'
import type { StreamEvent } from '../../contracts/realtime.ts'
import { listTicketEvents } from '../../contracts/tickets.ts'
import { createCell } from './cell.ts'

/** The newest facts of a ticket without a hole, oldest first. */
export type LogTail = {
  events: readonly Event[]
  /** Where the next earlier ones begin; null when none are left. */
  olderCursor: string | null
}

export type TicketLogState = LogTail & {
  status: 'loading' | 'ready' | 'failed'
  error: unknown
  isLoadingEarlier: boolean
}

export type TicketLog = {
  state(): TicketLogState
  subscribe(listener: () => void): () => void
  /** Reads the newest 100; again, what came since. */
  load(): Promise<void>
  loadEarlier(): Promise<void>
  /** Reads until the facts behind a position are there. */
  loadBackTo(seq: number): Promise<void>
  showKept(tail: LogTail): void
  hear(event: StreamEvent): void
}

type Options = { client: Client; ticketId: string; onLoaded?: (tail: LogTail) => void }

/**
 * What happened to a ticket. The stream tells that something did, not what was before: so each time the newest facts are
 * read, one read at a time. Rule: docs/behaviour/web-data.md, "A ticket that is open".
 */
export function createTicketLog({ client, ticketId, onLoaded }: Options): TicketLog {
  const cell = createCell<TicketLogState>({
    status: 'loading',
    error: undefined,
    events: [],
    olderCursor: null,
    isLoadingEarlier: false,
  })
  let load: Promise<void> | undefined
  let loadAgain: Promise<void> | undefined
  let earlier: Promise<void> | undefined
  const set = (part: Partial<TicketLogState>) => cell.set({ ...cell.current(), ...part })
  const readPage = (cursor?: string) =>
    client.call(listTicketEvents, {
      params: { id: ticketId },
      query: { order: 'desc', limit: 100, ...(cursor === undefined ? {} : { cursor }) },
    })
  const readNewest = async () => {
    try {
      const { items, nextCursor } = await readPage()
      const { events } = cell.current()
      const isJoined = items.some(({ id }) => events.some((event) => event.id === id))
      set(
        isJoined
          ? { events: inOrder([...events, ...items]) }
          : { events: inOrder(items), olderCursor: nextCursor },
      )
      set({ status: 'ready', error: undefined })
      onLoaded?.({ events: cell.current().events, olderCursor: cell.current().olderCursor })
    } catch (error) {
      set(cell.current().events.length > 0 ? { error } : { status: 'failed', error })
    }
  }
  const begin = () => {
    loadAgain = undefined
    load = readNewest().finally(() => {
      load = undefined
    })
    return load
  }
  /** A reading that is under way may know nothing of what this is asked for: another follows it. */
  const loadNewest = (): Promise<void> => {
    if (load === undefined) return begin()
    loadAgain ??= load.then(begin)
    return loadAgain
  }
  const readEarlier = async (cursor: string) => {
    set({ isLoadingEarlier: true })
    try {
      const { items, nextCursor } = await readPage(cursor)
      // The newest were read anew and begin elsewhere now.
      if (cell.current().olderCursor !== cursor) return
      set({
        events: inOrder([...items, ...cell.current().events]),
        olderCursor: nextCursor,
        error: undefined,
      })
    } catch (error) {
      set({ error })
    } finally {
      set({ isLoadingEarlier: false })
    }
  }
  const loadEarlier = () => {
    const { olderCursor } = cell.current()
    if (olderCursor === null) return Promise.resolve()
    earlier ??= readEarlier(olderCursor).finally(() => {
      earlier = undefined
    })
    return earlier
  }
  return {
    state: cell.current,
    subscribe: cell.subscribe,
    load: loadNewest,
    loadEarlier,
    async loadBackTo(seq) {
      for (;;) {
        const { events, olderCursor, error } = cell.current()
        if (olderCursor === null || error !== undefined || (events[0]?.seq ?? 0) <= seq) return
        await loadEarlier()
      }
    },
    showKept(tail) {
      if (cell.current().status === 'loading') set({ ...tail, status: 'ready' })
    },
    hear(event) {
      if (event.ticketId === ticketId) void loadNewest()
    },
  }
}

/** Each fact once, oldest first. */
function inOrder(events: readonly Event[]): Event[] {
  const byId = new Map(events.map((event) => [event.id, event]))
  return [...byId.values()].sort((one, other) => one.seq - other.seq)
}
