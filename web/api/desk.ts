import type { QueryClient } from '@tanstack/react-query'
import { type Boot, LANDING_QUERY } from '../../contracts/boot.ts'
import type { StreamEvent } from '../../contracts/realtime.ts'
import { signOut } from '../../contracts/session.ts'
import { createStream, type StreamedSignal } from '../../contracts/stream.ts'
import { listTickets, type Status } from '../../contracts/tickets.ts'
import { type BrowserStreamOptions, createBrowserStream } from './browser-stream.ts'
import { createDeskClient, type DeskClient } from './client.ts'
import { type Clock, systemClock } from './clock.ts'
import { createChangers } from './conflicts.ts'
import { type Connection, createConnection } from './connection.ts'
import { type DeviceCache, openDeviceCache } from './device-cache.ts'
import type { EntityKey } from './entities.ts'
import { createEntityStore, type EntityStore } from './entity-store.ts'
import { createGate, type Gate } from './gate.ts'
import { createInterest, type Interest } from './interest.ts'
import { filterQuery, type TicketFilter } from './lists/ticket-filter.ts'
import { createTicketLists, type TicketLists } from './lists/ticket-lists.ts'
import { createMutations, type Mutations } from './mutations.ts'
import { createQueries, outdatedBy } from './queries.ts'
import { knownTicket, openTicket, readEntity } from './read-ticket.ts'
import { createRevalidation, type Revalidation } from './revalidation.ts'
import { createSessionKeeper, personKey, type SessionKeeper } from './session.ts'
import { browserChannel, browserLocks } from './stream-messages.ts'
import { createTeamTopics } from './team-topics.ts'
import type { Thread } from './thread.ts'
import { createThreads } from './threads.ts'
import { applyEvent } from './ticket-events.ts'
import type { TicketLog } from './ticket-log.ts'

/** Everything the pages know of the desk and do to it. One for a page. */
export type Desk = {
  session: SessionKeeper
  client: DeskClient
  store: EntityStore
  mutations: Mutations
  lists: TicketLists
  queries: QueryClient
  connection: Connection
  interest: Interest
  revalidation: Revalidation
  network: Gate
  clock: Clock
  cache: DeviceCache
  /** The messages of a ticket; loads them when they are not there. */
  thread(ticketId: string): Thread
  knownThread(ticketId: string): Thread | undefined
  /** What happened to a ticket; loads it when it is not there. */
  ticketLog(ticketId: string): TicketLog
  /** The id of a ticket that is in memory, by its id or its key. */
  knownTicket(idOrKey: string): string | undefined
  /** Makes a ticket be there: from the device at once, from the desk behind it. Rejects when the desk refuses. */
  openTicket(idOrKey: string): Promise<string>
  /** Each event of the stream once, after it was put in. */
  onEvent(listener: (event: StreamEvent) => void): () => void
  /** Presence and the like. */
  onSignal(listener: (signal: StreamedSignal) => void): () => void
  /** Begins to follow the stream; without anybody signed in it does when somebody is. */
  start(): void
  /** By wish: tells the desk, and takes everything of the person off the device. `before` may still save. */
  signOut(before?: () => Promise<void>): Promise<void>
  /** What the browser says: whether there is a network at all. */
  networkIs(isOnline: boolean): void
  /** Looks at once whether the connection lives: the page is seen again. */
  poke(): void
  stop(): void
}

/** What a test or another page replaces. */
export type DeskParts = {
  /** The requesters' page asks for nothing that is staff's, whoever looks at it. */
  asRequester?: boolean
  baseUrl?: string
  fetch?: typeof fetch
  clock?: Clock
  locks?: BrowserStreamOptions['locks']
  channel?: BrowserStreamOptions['channel']
  open?: BrowserStreamOptions['open']
  cache?: DeviceCache
}

/** Wires the data layer of a page. Rule: docs/behaviour/web-data.md. */
export function createDesk(
  boot: Pick<Boot, 'session' | 'landing' | 'streamCursor'>,
  parts: DeskParts = {},
): Desk {
  const clock = parts.clock ?? systemClock
  const baseUrl = parts.baseUrl ?? ''
  const session = createSessionKeeper(boot.session)
  const client = createDeskClient({
    session,
    baseUrl,
    ...(parts.fetch === undefined ? {} : { fetch: parts.fetch }),
  })
  const store = createEntityStore()
  const queries = createQueries()
  const connection = createConnection(clock)
  const changers = createChangers()
  let isOnline = true
  const network = createGate(true, () => {
    poke()
    clock.after(DOUBT_MS, () => isOnline && network.open())
  })
  const signedIn = createGate(boot.session !== null)
  const owner = boot.session === null ? 'nobody' : personKey(boot.session)
  const cache = parts.cache ?? openDeviceCache(owner)
  const read = (key: EntityKey) => readEntity(key, { client, store, cache })
  const revalidation = createRevalidation({ store, clock, read })
  const mutations = createMutations({ client, store, clock, changers, network, signedIn, read })
  const isStaff =
    parts.asRequester !== true && boot.session !== null && boot.session.person.role !== 'EMPLOYEE'
  const threads = createThreads({ client, store, cache, isStaff })
  const eventListeners = new Set<(event: StreamEvent) => void>()
  const signalListeners = new Set<(signal: StreamedSignal) => void>()
  const readPage = (filter: TicketFilter, cursor: string | undefined) =>
    client.call(listTickets, {
      query: {
        ...filterQuery(filter),
        limit: LANDING_QUERY.limit,
        ...(cursor === undefined ? {} : { cursor }),
      },
    })
  const lists = createTicketLists({
    store,
    me: () => boot.session?.person.id ?? '',
    readPage,
    want: (id) => revalidation.want([`ticket:${id}`]),
    kept: (key) => cache.readList(key),
    keep(key, ids, nextCursor) {
      void cache.keepTickets(ids.flatMap((id) => store.record('ticket', id)?.data ?? []))
      void cache.keepList(key, { ids, nextCursor })
    },
    ...(boot.landing === null ? {} : { initial: { filter: LANDING_FILTER, page: boot.landing } }),
  })

  const hear = (event: StreamEvent) => {
    applyEvent(store, event)
    if (event.mutationId !== undefined) mutations.heard(event.mutationId)
    if (event.ticketId !== null) changers.heard(event, `ticket:${event.ticketId}`)
    threads.hear(event)
    lists.hear(event)
    // Forty tickets came or went at once.
    if (event.type.startsWith('admin.sample_')) reset()
    for (const name of outdatedBy(event.type)) void queries.invalidateQueries({ queryKey: [name] })
    if (event.type.startsWith('admin.member_') || event.type === 'admin.team_created')
      void topics.changed().then((isOther) => isOther && lists.refreshAll())
    for (const listener of eventListeners) listener(event)
  }
  const reset = () => {
    store.markStale()
    lists.refreshAll()
    threads.refreshAll()
    void queries.invalidateQueries()
  }
  let shared = boot.session === null ? undefined : createBrowserStreamFrom(boot.streamCursor ?? undefined)
  const interest = createInterest(clock, (topics) => shared?.setTopics(topics))
  function createBrowserStreamFrom(since: string | undefined) {
    return createBrowserStream({
      name: `docket:${owner}`,
      tab: crypto.randomUUID(),
      since,
      clock,
      locks: 'locks' in parts ? parts.locks : browserLocks(),
      channel: 'channel' in parts ? parts.channel : browserChannel(`docket:${owner}`),
      open:
        parts.open ??
        ((options) =>
          createStream({
            ...options,
            baseUrl,
            ...(parts.fetch === undefined ? {} : { fetch: parts.fetch }),
          })),
      on: {
        event: ({ data }) => hear(data as StreamEvent),
        reset,
        state(state, why) {
          connection.streamIs(state, why)
          if (isOnline && (state === 'live' || state === 'polling')) network.open()
          if (state === 'stopped' && why?.status === 401) session.lost()
        },
        signal(signal) {
          for (const listener of signalListeners) listener(signal)
        },
        revoked(topic) {
          interest.drop(topic)
          if (topic.startsWith('team:')) reset()
        },
      },
    })
  }
  let before = connection.current().kind
  let wasLive = false
  const offConnection = connection.subscribe(() => {
    const { kind } = connection.current()
    // What failed while a page opened stands there with a way to try again.
    const isBack = kind === 'live' && (before === 'offline' || (before === 'reconnecting' && wasLive))
    before = kind
    wasLive ||= kind === 'live'
    if (isBack) for (const one of [revalidation, lists, threads]) one.again()
  })
  function poke() {
    shared?.poke()
  }
  const topics = createTeamTopics({ client, session, queries, interest })
  const offSession = session.subscribe(() => {
    const { state } = session.current()
    if (state !== 'signed-in') return signedIn.close()
    // What was told while nobody was signed in could not be read.
    if (!signedIn.isOpen()) reset()
    signedIn.open()
    poke()
  })
  return {
    session,
    client,
    store,
    mutations,
    lists,
    queries,
    connection,
    interest,
    revalidation,
    network,
    clock,
    cache,
    thread: threads.thread,
    knownThread: threads.known,
    ticketLog: threads.log,
    knownTicket: (idOrKey) => knownTicket(idOrKey, store),
    openTicket: (idOrKey) => openTicket(idOrKey, { client, store, cache }),
    onEvent(listener) {
      eventListeners.add(listener)
      return () => eventListeners.delete(listener)
    },
    onSignal(listener) {
      signalListeners.add(listener)
      return () => signalListeners.delete(listener)
    },
    start() {
      if (boot.session === null) return
      interest.hold('me')
      void topics.follow(boot.session)
    },
    async signOut(before) {
      await before?.()
      // The desk ends the streams of the session; one that were still open would ask again and be refused.
      shared?.stop()
      session.leaving(true)
      try {
        await client.call(signOut)
      } catch (error) {
        session.leaving(false)
        if (shared !== undefined) shared = createBrowserStreamFrom(shared.cursor())
        shared?.setTopics(interest.topics())
        throw error
      }
      mutations.drop()
      session.signedOut()
      store.clear()
      lists.clear()
      threads.clear()
      queries.clear()
      await cache.wipe()
    },
    networkIs(online) {
      isOnline = online
      connection.networkIs(online)
      if (!online) return network.close()
      network.open()
      poke()
    },
    poke,
    stop() {
      offSession()
      offConnection()
      shared?.stop()
      revalidation.stop()
      connection.stop()
      lists.clear()
    },
  }
}

/** So long after a call without an answer the network is tried again, if the browser says that there is one. */
const DOUBT_MS = 5_000
const LANDING_FILTER: TicketFilter = {
  status: LANDING_QUERY.status.split(',') as Status[],
  sort: LANDING_QUERY.sort,
}
