import { ApiError } from '../../contracts/client.ts'
import { type Message, replyToTicket } from '../../contracts/tickets.ts'
import type { Desk } from '../api/index.ts'

/** An answer on its way: shown at once, with what kept it from arriving. */
export type Outgoing = {
  /** Its idempotency key: sent again it never arrives twice. */
  id: string
  ticketId: string
  text: string
  state: 'sending' | 'failed'
  /** What the desk said against it, or `no-answer`. */
  why?: ApiError | 'no-answer' | undefined
}

export type Outbox = {
  outgoing(): readonly Outgoing[]
  subscribe(listener: () => void): () => void
  send(ticketId: string, text: string): void
  again(id: string): void
  /** Takes a failed one back; answers its text. */
  take(id: string): string
}

type Options = {
  client: Pick<Desk['client'], 'call'>
  /** It arrived. On a closed ticket it became the first message of another one. */
  onSent: (message: Message, asked: { ticketId: string }) => void
}

/** Sends answers, those of one ticket in the order in which they were written. */
export function createOutbox({ client, onSent }: Options): Outbox {
  let all: readonly Outgoing[] = []
  const listeners = new Set<() => void>()
  const turns = new Map<string, Promise<void>>()
  const set = (next: readonly Outgoing[]) => {
    all = next
    for (const listener of [...listeners]) listener()
  }
  const change = (id: string, part: Partial<Outgoing>) =>
    set(all.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const post = async ({ id, ticketId, text }: Outgoing) => {
    try {
      const answer = await client.call(replyToTicket, {
        params: { id: ticketId },
        body: { body: text },
        idempotencyKey: id,
      })
      // Only an agent's answer is ever held back.
      if (!('queued' in answer)) onSent(answer, { ticketId })
      set(all.filter((one) => one.id !== id))
    } catch (error) {
      change(id, { state: 'failed', why: error instanceof ApiError ? error : 'no-answer' })
    }
  }
  const inTurn = (one: Outgoing) => {
    const before = turns.get(one.ticketId) ?? Promise.resolve()
    turns.set(
      one.ticketId,
      before.then(() => post(one)),
    )
  }
  return {
    outgoing: () => all,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    send(ticketId, text) {
      const one: Outgoing = { id: crypto.randomUUID(), ticketId, text, state: 'sending' }
      set([...all, one])
      inTurn(one)
    },
    again(id) {
      const one = all.find((other) => other.id === id && other.state === 'failed')
      if (one === undefined) return
      change(id, { state: 'sending', why: undefined })
      inTurn(one)
    },
    take(id) {
      const one = all.find((other) => other.id === id && other.state === 'failed')
      set(all.filter((other) => other !== one))
      return one?.text ?? ''
    },
  }
}
