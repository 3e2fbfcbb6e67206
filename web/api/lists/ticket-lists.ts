import type { StreamEvent } from '../../../contracts/realtime.ts'
import type { EntityStore } from '../entity-store.ts'
import { filterKey, type TicketFilter } from './ticket-filter.ts'
import { createTicketList, type TicketList, type TicketPage } from './ticket-list.ts'

export type TicketLists = {
  /** The list of a filter; one for all who show it. Loads it when it is new. */
  list(filter: TicketFilter): TicketList
  hear(event: StreamEvent): void
  /** Events were missed. */
  refreshAll(): void
  /** The desk is there again: what could not be read is read. */
  again(): void
  clear(): void
}

type Options = {
  store: EntityStore
  me: () => string
  readPage: (filter: TicketFilter, cursor: string | undefined) => Promise<TicketPage>
  want: (ticketId: string) => void
  /** The list as it was kept on this device; undefined when it was not. */
  kept: (key: string) => Promise<TicketPage | undefined>
  keep: (key: string, ids: readonly string[], nextCursor: string | null) => void
  /** The first page of the landing list, from the boot payload. */
  initial?: { filter: TicketFilter; page: TicketPage }
}

/** Keeps the lists that were opened, the last 20; those behind are loaded again when opened. */
export function createTicketLists(options: Options): TicketLists {
  const lists = new Map<string, TicketList>()
  let initial = options.initial
  const open = (filter: TicketFilter, key: string): TicketList => {
    const isInitial = initial !== undefined && filterKey(initial.filter) === key
    const list = createTicketList({
      filter,
      me: options.me(),
      store: options.store,
      readPage: options.readPage,
      want: options.want,
      initial: isInitial ? initial?.page : undefined,
      onLoaded: (ids, nextCursor) => options.keep(key, ids, nextCursor),
    })
    if (isInitial) {
      initial = undefined
      options.keep(key, list.state().ids, list.nextCursor())
    } else {
      void list.load()
      void options.kept(key).then((page) => page !== undefined && list.showKept(page))
    }
    return list
  }
  return {
    list(filter) {
      const key = filterKey(filter)
      const list = lists.get(key) ?? open(filter, key)
      lists.delete(key)
      lists.set(key, list)
      const oldest = lists.keys().next()
      if (lists.size > LISTS_MAX && oldest.done === false) {
        lists.get(oldest.value)?.stop()
        lists.delete(oldest.value)
      }
      return list
    },
    hear(event) {
      for (const list of lists.values()) list.hear(event)
    },
    refreshAll() {
      for (const list of lists.values()) void list.refresh()
    },
    again() {
      for (const list of lists.values()) if (list.state().error !== undefined) void list.load()
    },
    clear() {
      for (const list of lists.values()) list.stop()
      lists.clear()
    },
  }
}

const LISTS_MAX = 20
