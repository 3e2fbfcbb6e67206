import type { Client } from '../../contracts/client.ts'
import { listQueuedReplies } from '../../contracts/queued-replies.ts'
import type { StreamEvent } from '../../contracts/realtime.ts'
import { listMessages, type Message, type QueuedReply, readMessage } from '../../contracts/tickets.ts'
import { createCell } from './cell.ts'

export type ThreadState = {
  status: 'loading' | 'ready' | 'failed'
  error: unknown
  /** Oldest first. */
  messages: readonly Message[]
  /** Replies that are held back or were blocked, the next to be sent first; only for staff. */
  queued: readonly QueuedReply[]
  isRefreshing: boolean
}

export type Thread = {
  state(): ThreadState
  subscribe(listener: () => void): () => void
  load(): Promise<void>
  /** Shows what was kept on the device until the desk answers. */
  showKept(messages: readonly Message[]): void
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
  onLoaded?: (messages: readonly Message[]) => void
}

/** The messages of a ticket with what is about to become one. A message is never changed, so each is read once. */
export function createThread({ client, ticketId, isStaff, onLoaded }: Options): Thread {
  const params = { id: ticketId }
  const cell = createCell<ThreadState>({
    status: 'loading',
    error: undefined,
    messages: [],
    queued: [],
    isRefreshing: false,
  })
  let load: Promise<void> | undefined
  let queuedRead = 0
  const set = (part: Partial<ThreadState>) => cell.set({ ...cell.current(), ...part })
  const addAll = (messages: readonly Message[]) => {
    const known = new Map(cell.current().messages.map((message) => [message.id, message]))
    for (const message of messages) known.set(message.id, message)
    set({ messages: [...known.values()].sort((one, other) => one.seq - other.seq) })
  }
  const readQueued = async () => {
    if (!isStaff) return
    queuedRead += 1
    const read = queuedRead
    const { items } = await client.call(listQueuedReplies, { params })
    if (read === queuedRead) set({ queued: items })
  }
  const readAll = async () => {
    set({ isRefreshing: true })
    try {
      for (let cursor: string | undefined; ; ) {
        const page = await client.call(listMessages, {
          params,
          query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
        })
        addAll(page.items)
        if (page.nextCursor === null) break
        cursor = page.nextCursor
      }
      await readQueued()
      set({ status: 'ready', error: undefined })
      onLoaded?.(cell.current().messages)
    } catch (error) {
      set(cell.current().messages.length > 0 ? { error } : { status: 'failed', error })
    } finally {
      set({ isRefreshing: false })
    }
  }
  return {
    state: cell.current,
    subscribe: cell.subscribe,
    load() {
      load ??= readAll().finally(() => {
        load = undefined
      })
      return load
    },
    showKept(messages) {
      if (cell.current().status !== 'loading') return
      addAll(messages)
      set({ status: 'ready' })
    },
    async hear(event) {
      if (event.ticketId !== ticketId) return
      const { messageId } = event.refs
      try {
        if (event.type === 'message.added' && messageId !== undefined) {
          const isKnown = cell.current().messages.some(({ id }) => id === messageId)
          if (!isKnown) addAll([await client.call(readMessage, { params: { ...params, messageId } })])
        }
        const { queued } = cell.current()
        if (event.type.startsWith('reply.') || (event.type === 'message.added' && queued.length > 0))
          await readQueued()
      } catch (error) {
        set({ error })
      }
    },
    add: (message) => addAll([message]),
    addQueued(reply) {
      queuedRead += 1
      set({ queued: [...cell.current().queued.filter(({ id }) => id !== reply.id), reply] })
    },
    dropQueued(id) {
      queuedRead += 1
      set({ queued: cell.current().queued.filter((reply) => reply.id !== id) })
    },
  }
}
