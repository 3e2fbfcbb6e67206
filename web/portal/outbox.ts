import { ApiError } from '../../contracts/client.ts'
import { type Message, replyToTicket } from '../../contracts/tickets.ts'
import type { Desk } from '../api/index.ts'
import type { KeptAnswers } from './kept-text.ts'

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
  /** Those of an earlier page: its end says nothing of whether they arrived. */
  kept: KeptAnswers
  now?: () => number
}

/**
 * Sends answers, those of one ticket in the order in which they were written. Each is kept on the device until it
 * arrived: what a page that was closed had on its way goes again under its id, an hour later only when asked.
 */
export function createOutbox({ client, onSent, kept, now = Date.now }: Options): Outbox {
  const earlier = kept.read()
  const isRecent = ({ atMs }: { atMs: number }) => now() - atMs < AGAIN_MS_MAX
  let all: readonly Outgoing[] = earlier.map((one) => ({
    id: one.id,
    ticketId: one.ticketId,
    text: one.text,
    ...(isRecent(one) ? { state: 'sending' } : { state: 'failed', why: 'no-answer' }),
  }))
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
      kept.drop(id)
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
  for (const one of all) if (one.state === 'sending') inTurn(one)
  return {
    outgoing: () => all,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    send(ticketId, text) {
      const one: Outgoing = { id: crypto.randomUUID(), ticketId, text, state: 'sending' }
      kept.keep({ id: one.id, ticketId, text, atMs: now() })
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
      if (one !== undefined) kept.drop(id)
      return one?.text ?? ''
    },
  }
}

/** The desk knows an id for a day; what is older than this its author may have forgotten. */
const AGAIN_MS_MAX = 3_600_000
