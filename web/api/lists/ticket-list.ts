import type { StreamEvent } from '../../../contracts/realtime.ts'
import type { Ticket } from '../../../contracts/tickets.ts'
import { createCell } from '../cell.ts'
import type { EntityStore } from '../entity-store.ts'
import { changesBetween, type ListChange } from './list-changes.ts'
import { matchesFilter, mayEnter, type TicketFilter } from './ticket-filter.ts'
import { comparePlaces, inOrder, type Place, placeOf } from './ticket-order.ts'

export type TicketPage = { items: readonly Ticket[]; nextCursor: string | null }

export type TicketListState = {
  /** What is shown. It changes by load, loadMore and apply alone: nothing moves under a pointer. */
  ids: readonly string[]
  status: 'loading' | 'ready' | 'failed'
  error: unknown
  hasMore: boolean
  isLoadingMore: boolean
  isRefreshing: boolean
  /** What apply would do; a row that left stays as a ghost until then. */
  changes: readonly ListChange[]
}

export type TicketList = {
  state(): TicketListState
  subscribe(listener: () => void): () => void
  load(): Promise<void>
  /** Shows what was kept from another time until the desk answers; nothing when it did already. */
  showKept(page: TicketPage): void
  loadMore(): Promise<void>
  /** Reads what is loaded anew and shows it as changes. */
  refresh(): Promise<void>
  apply(): void
  /** Where the next page begins; null when all is loaded. */
  nextCursor(): string | null
  /** A fact of the stream; for tickets that are not known here. */
  hear(event: StreamEvent): void
  stop(): void
}

type Options = {
  filter: TicketFilter
  me: string
  store: EntityStore
  readPage: (filter: TicketFilter, cursor: string | undefined) => Promise<TicketPage>
  /** Reads a ticket soon and puts it into the store. */
  want: (ticketId: string) => void
  /** The first page, as new as this page. */
  initial?: TicketPage | undefined
  onLoaded?: (ids: readonly string[], nextCursor: string | null) => void
}

/**
 * A list of tickets: ids in the order of the desk, kept up to date by what the store hears, shown only when applied.
 * Rule: docs/behaviour/web-data.md, "Lists".
 */
export function createTicketList(options: Options): TicketList {
  const { filter, me, store } = options
  const sort = filter.sort ?? '-updated'
  const cell = createCell<TicketListState>({
    ids: [],
    status: 'loading',
    error: undefined,
    hasMore: false,
    isLoadingMore: false,
    isRefreshing: false,
    changes: [],
  })
  let members = new Set<string>()
  let nextCursor: string | null = null
  /** Behind it begins what is not loaded; undefined when all is. */
  let end: Place | undefined
  let pages = 0
  let wanted = new Set<string>()
  let load: Promise<void> | undefined
  /** The reading that is under way, and the one that begins behind it. */
  let turn: Promise<void> | undefined
  let waiting: Promise<void> | undefined
  /** What was told during it, by ticket: its answer may be from before that. */
  const told = new Map<string, { version: number; mayEnter: boolean }>()

  const set = (part: Partial<TicketListState>) => cell.set({ ...cell.current(), ...part })
  const ticketOf = (id: string) => store.get('ticket', id)
  const isInside = (ticket: Ticket) =>
    matchesFilter(ticket, filter, me) &&
    (end === undefined || comparePlaces(placeOf(ticket, sort), end, sort) <= 0)
  const target = () => {
    const known = [...members].flatMap((id) => ticketOf(id) ?? [])
    return inOrder(known, sort)
  }
  let isLooking = false
  /** Once for all that changes in one go: a page brings 50 tickets. */
  const look = () => {
    if (isLooking) return
    isLooking = true
    queueMicrotask(() => {
      isLooking = false
      const changes = changesBetween(cell.current().ids, target())
      if (changes.length > 0 || cell.current().changes.length > 0) set({ changes })
    })
  }
  const off = store.onChange((key) => {
    if (!key.startsWith('ticket:')) return
    const id = key.slice('ticket:'.length)
    if (turn !== undefined && !told.has(id)) told.set(id, { version: 0, mayEnter: false })
    if (cell.current().status !== 'loading') place(id)
  })
  /** Puts a ticket where it belongs by what is known of it. */
  const place = (id: string) => {
    const ticket = ticketOf(id)
    wanted.delete(id)
    const wasMember = members.has(id)
    if (ticket !== undefined && isInside(ticket)) members.add(id)
    else members.delete(id)
    if (wasMember || members.has(id)) look()
  }
  const want = (id: string) => {
    if (wanted.has(id)) return
    wanted.add(id)
    if (wanted.size > WANTED_MAX) void refresh()
    else options.want(id)
  }
  /** One reading at a time, so that an older answer never comes behind a newer one. `run` never rejects. */
  const inTurn = async (run: () => Promise<void>): Promise<void> => {
    while (turn !== undefined) await turn
    told.clear()
    turn = run()
    await turn
    turn = undefined
    for (const [id, { version, mayEnter: isNews }] of [...told]) {
      const known = store.record('ticket', id)
      if (known === undefined ? isNews : known.version < version) want(id)
      else place(id)
    }
  }
  const takePage = (page: TicketPage) => {
    store.putAll(
      'ticket',
      page.items.map((data) => ({ version: data.version, data })),
    )
    for (const { id } of page.items) {
      const ticket = ticketOf(id)
      if (ticket !== undefined && matchesFilter(ticket, filter, me)) members.add(id)
    }
    const last = page.items.at(-1)
    nextCursor = page.nextCursor
    end = nextCursor === null || last === undefined ? undefined : placeOf(last, sort)
    pages += 1
  }
  const readAll = async (count: number) => {
    const read: TicketPage[] = []
    let cursor: string | undefined
    do {
      const page = await options.readPage(filter, cursor)
      read.push(page)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined && read.length < count)
    members = new Set()
    pages = 0
    for (const page of read) takePage(page)
  }
  const shown = () => ({ ids: target(), hasMore: nextCursor !== null, changes: [] })
  /** Joins a reading that has not begun; one that is under way may know nothing of what this is asked for. */
  const refresh = (): Promise<void> => {
    if (waiting !== undefined) return waiting
    let hasBegun = false
    const done = inTurn(() => {
      hasBegun = true
      waiting = undefined
      return readAnew()
    })
    if (!hasBegun) waiting = done
    return done
  }
  const readAnew = async () => {
    set({ isRefreshing: true })
    wanted = new Set()
    try {
      await readAll(Math.max(1, pages))
      set({ status: 'ready', error: undefined, hasMore: nextCursor !== null })
      look()
    } catch (error) {
      set({ error })
    } finally {
      set({ isRefreshing: false })
    }
  }
  const isShown = () => cell.current().status === 'ready'
  const showPage = (page: TicketPage) => {
    if (isShown()) return
    takePage(page)
    set({ status: 'ready', ...shown() })
  }
  const readFirst = async () => {
    if (!isShown()) set({ status: 'loading' })
    try {
      await readAll(1)
      if (isShown()) look()
      else set({ ids: target() })
      set({ status: 'ready', error: undefined, hasMore: nextCursor !== null })
      options.onLoaded?.(cell.current().ids, nextCursor)
    } catch (error) {
      set(isShown() ? { error } : { status: 'failed', error })
    }
  }
  const readMore = async () => {
    try {
      if (nextCursor === null) return
      const page = await options.readPage(filter, nextCursor)
      const { ids } = cell.current()
      takePage(page)
      const added = page.items.map(({ id }) => id).filter((id) => members.has(id) && !ids.includes(id))
      set({ ids: [...ids, ...added], hasMore: nextCursor !== null, error: undefined })
      look()
    } catch (error) {
      set({ error })
    } finally {
      set({ isLoadingMore: false })
    }
  }
  if (options.initial !== undefined) showPage(options.initial)
  return {
    state: cell.current,
    subscribe: cell.subscribe,
    showKept: showPage,
    load() {
      load ??= (isShown() ? refresh() : inTurn(readFirst)).finally(() => {
        load = undefined
      })
      return load
    },
    async loadMore() {
      if (nextCursor === null || cell.current().isLoadingMore) return
      set({ isLoadingMore: true })
      await inTurn(readMore)
    },
    refresh,
    nextCursor: () => nextCursor,
    apply: () => set(shown()),
    hear(event) {
      const id = event.ticketId
      if (id === null || ticketOf(id) !== undefined) return
      const isNews = mayEnter(event, filter)
      if (turn !== undefined) {
        const before = told.get(id)
        const version = Math.max(event.version ?? 0, before?.version ?? 0)
        told.set(id, { version, mayEnter: isNews || before?.mayEnter === true })
      } else if (isNews && cell.current().status === 'ready') want(id)
    },
    stop: off,
  }
}

/** An import files thousands: from so many unknown tickets on it is cheaper to read the list anew. */
const WANTED_MAX = 50
