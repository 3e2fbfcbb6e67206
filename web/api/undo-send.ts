import { ApiError, type Client } from '../../contracts/client.ts'
import { sendReplyNow, takeBackReply } from '../../contracts/queued-replies.ts'
import type { QueuedReply } from '../../contracts/tickets.ts'
import type { Clock } from './clock.ts'
import type { Thread } from './thread.ts'

export type TakenBack =
  | { how: 'taken-back'; reply: QueuedReply }
  /** Too late: it is a message now. */
  | { how: 'already-sent' }
  | { how: 'failed'; error: unknown }

export type UndoSend = {
  /** Whole seconds until it is sent, 0 when that is now. */
  secondsLeft(reply: Pick<QueuedReply, 'sendAt'>): number
  /** Takes a held reply back; its text goes to `restore` before anything else is shown. */
  takeBack(reply: QueuedReply): Promise<TakenBack>
  sendNow(reply: QueuedReply): Promise<void>
}

type Options = {
  client: Client
  clock: Clock
  thread: (ticketId: string) => Thread | undefined
  /** Puts the text back to where it was written. */
  restore: (reply: QueuedReply) => void
  newId?: () => string
}

/** The window in which a sent reply can be taken back. Rule: docs/behaviour/web-data.md, "Taking back". */
export function createUndoSend({ client, clock, thread, restore, newId }: Options): UndoSend {
  const key = newId ?? (() => crypto.randomUUID())
  return {
    secondsLeft: ({ sendAt }) => Math.max(0, Math.ceil((Date.parse(sendAt) - clock.now()) / 1000)),
    async takeBack(reply) {
      try {
        const taken = await client.call(takeBackReply, { params: { id: reply.id }, idempotencyKey: key() })
        restore(taken)
        thread(reply.ticketId)?.dropQueued(reply.id)
        return { how: 'taken-back', reply: taken }
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'already-sent')) return { how: 'failed', error }
        void thread(reply.ticketId)?.load()
        return { how: 'already-sent' }
      }
    },
    async sendNow(reply) {
      const message = await client.call(sendReplyNow, { params: { id: reply.id }, idempotencyKey: key() })
      thread(reply.ticketId)?.dropQueued(reply.id)
      thread(reply.ticketId)?.add(message)
    },
  }
}
