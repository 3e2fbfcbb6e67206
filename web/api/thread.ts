import { ApiError, type Client } from '../../contracts/client.ts'
import { listQueuedReplies } from '../../contracts/queued-replies.ts'
import type { StreamEvent } from '../../contracts/realtime.ts'
import { listMessages, type Message, type QueuedReply, readMessage } from '../../contracts/tickets.ts'
import { createCell } from './cell.ts'

/** The two ends of a ticket's messages: the first one, and the newest without a hole; `earlier` lie between them. */
export type ThreadEnds = {
  /** Oldest first. */
  messages: readonly Message[]
  /** How many lie behind the first one and are not loaded. */
  earlier: number
  /** Where the next earlier ones begin; null when none are left. */
  olderCursor: string | null
}

export type ThreadState = {
  status: 'loading' | 'ready' | 'failed'
  error: unknown
  /** Oldest first: the first message and the newest ones; those between come by `loadEarlier`. */
  messages: readonly Message[]
  earlier: number
  isLoadingEarlier: boolean
  /** The last message that was in sight on this device; undefined when none was. */
  seenSeq: number | undefined
  /** Replies that are held back or were blocked, the next to be sent first; only for staff. */
  queued: readonly QueuedReply[]
  isRefreshing: boolean
}

export type Thread = {
  state(): ThreadState
  subscribe(listener: () => void): () => void
  /** Reads the ends; again, what came since. */
  load(): Promise<void>
  /** Reads the next messages before those that are there, 100 at most. */
  loadEarlier(): Promise<void>
  /** Shows what was kept on the device until the desk answers. */
  showKept(ends: ThreadEnds): void
  /** What was in sight up to a message of this seq is not new any more; also as the device tells it. */
  markSeen(seq: number): void
  hear(event: StreamEvent): Promise<void>
  /** An answer of the desk: a message that was sent, a reply that is held. */
  add(message: Message): void
  addQueued(reply: QueuedReply): void
  dropQueued(id: string): void
}

type Options = {
  client: Client
  ticketId: string
  isStaff: boolean
  onLoaded?: (ends: ThreadEnds) => void
  onSeen?: (seq: number) => void
}

/** How many of the newest messages are read first. */
export const TAIL_MAX = 30

/**
 * The messages of a ticket with what is about to become one. A message is never changed, so each is read once; a long
 * thread is read from its ends.
 */
export function createThread({ client, ticketId, isStaff, onLoaded, onSeen }: Options): Thread {
  const params = { id: ticketId }
  const cell = createCell<ThreadState>({
    status: 'loading',
    error: undefined,
    messages: [],
    earlier: 0,
    isLoadingEarlier: false,
    seenSeq: undefined,
    queued: [],
    isRefreshing: false,
  })
  let load: Promise<void> | undefined
  let loadAgain: Promise<void> | undefined
  let queuedRead = 0
  /** Raised by each answer that tells of held replies without a reading. */
  let queuedTold = 0
  /** Undefined until the ends are known: what the stream brought before that stands alone. */
  let olderCursor: string | null | undefined
  const set = (part: Partial<ThreadState>) => cell.set({ ...cell.current(), ...part })
  const isKnown = (id: string) => cell.current().messages.some((message) => message.id === id)
  const addAll = (messages: readonly Message[], part: Partial<ThreadState> = {}) =>
    set({ messages: inOrder([...cell.current().messages, ...messages]), ...part })
  const readPage = (query: { order?: 'desc'; limit: number; cursor?: string }) =>
    client.call(listMessages, { params, query })
  /** What is held back, as a part of the state; nothing when more is known by the time of the answer. */
  const readQueued = async (): Promise<Partial<ThreadState>> => {
    if (!isStaff) return {}
    queuedRead += 1
    const [read, told] = [queuedRead, queuedTold]
    const items = await heldOf(client, ticketId)
    if (read !== queuedRead) return {}
    // It may be from before what was told meanwhile.
    return told === queuedTold ? { queued: items } : readQueued()
  }
  const readEnds = async () => {
    const page = await readPage({ order: 'desc', limit: TAIL_MAX })
    if (olderCursor !== undefined && page.items.some(({ id }) => isKnown(id))) return addAll(page.items)
    if (page.nextCursor === null) {
      olderCursor = null
      return addAll(page.items, { earlier: 0 })
    }
    const first = await readPage({ limit: 1 })
    const lowest = page.items.at(-1)?.seq ?? 0
    const since = cell.current().messages.filter(({ seq }) => seq > lowest)
    const earlier = Math.max(0, (page.total ?? 0) - page.items.length - first.items.length)
    olderCursor = earlier > 0 ? page.nextCursor : null
    set({ messages: inOrder([...first.items, ...page.items, ...since]), earlier })
  }
  const readAll = async () => {
    set({ isRefreshing: true })
    try {
      await Promise.all([readEnds(), readQueued().then(set)])
      set({ status: 'ready', error: undefined })
      const { messages, earlier } = cell.current()
      onLoaded?.({ messages, earlier, olderCursor: olderCursor ?? null })
    } catch (error) {
      set(cell.current().messages.length > 0 ? { error } : { status: 'failed', error })
    } finally {
      set({ isRefreshing: false })
    }
  }
  const readEarlier = async (cursor: string) => {
    set({ isLoadingEarlier: true })
    try {
      const page = await readPage({ order: 'desc', limit: PAGE_MAX, cursor })
      // The ends were read anew and begin elsewhere now.
      if (olderCursor !== cursor) return
      const { earlier } = cell.current()
      const count = page.items.filter(({ id }) => !isKnown(id)).length
      const left = page.nextCursor === null ? 0 : Math.max(0, earlier - count)
      olderCursor = left > 0 ? page.nextCursor : null
      addAll(page.items, { earlier: left, error: undefined })
    } catch (error) {
      set({ error })
    } finally {
      set({ isLoadingEarlier: false })
    }
  }
  const begin = () => {
    loadAgain = undefined
    load = readAll().finally(() => {
      load = undefined
    })
    return load
  }
  /** A reading that is under way may know nothing of what this is asked for: another follows it. */
  const loadAll = (): Promise<void> => {
    if (load === undefined) return begin()
    loadAgain ??= load.then(begin)
    return loadAgain
  }
  return {
    state: cell.current,
    subscribe: cell.subscribe,
    load: loadAll,
    async loadEarlier() {
      if (typeof olderCursor !== 'string' || cell.current().isLoadingEarlier) return
      await readEarlier(olderCursor)
    },
    showKept(ends) {
      if (cell.current().status !== 'loading') return
      olderCursor = ends.olderCursor
      addAll(ends.messages, { status: 'ready', earlier: ends.earlier })
    },
    markSeen(seq) {
      if (seq <= (cell.current().seenSeq ?? -1)) return
      set({ seenSeq: seq })
      onSeen?.(seq)
    },
    async hear(event) {
      if (event.ticketId !== ticketId) return
      const { messageId } = event.refs
      const isMessage = event.type === 'message.added'
      try {
        const isHeldTouched =
          event.type.startsWith('reply.') || (isMessage && cell.current().queued.length > 0)
        const held = isHeldTouched ? readQueued().catch((error) => ({ error })) : {}
        const isNew = isMessage && messageId !== undefined && !isKnown(messageId)
        const fresh = isNew ? [await client.call(readMessage, { params: { ...params, messageId } })] : []
        // In one step: what was held back never stands there together with the message that it became.
        const part = await held
        if (isNew || isHeldTouched) addAll(fresh, part)
      } catch (error) {
        set({ error })
        await loadAll()
      }
    },
    add: (message) => addAll([message]),
    addQueued(reply) {
      queuedTold += 1
      set({ queued: [...cell.current().queued.filter(({ id }) => id !== reply.id), reply] })
    },
    dropQueued(id) {
      queuedTold += 1
      set({ queued: cell.current().queued.filter((reply) => reply.id !== id) })
    },
  }
}

/** The longest page that the desk gives. */
const PAGE_MAX = 100

/** Each message once, oldest first. */
function inOrder(messages: readonly Message[]): Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  return [...byId.values()].sort((one, other) => one.seq - other.seq)
}

/** What is held back. On a ticket that an agent asks for, that agent is a requester, who sees none of it. */
async function heldOf(client: Client, ticketId: string): Promise<readonly QueuedReply[]> {
  try {
    return (await client.call(listQueuedReplies, { params: { id: ticketId } })).items
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return []
    throw error
  }
}
