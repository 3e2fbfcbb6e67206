import { ApiError } from '../../../contracts/client.ts'
import type { DraftKind } from '../../../contracts/drafts.ts'
import type { Message, QueuedReply } from '../../../contracts/tickets.ts'
import type { Outcome, ReplyInput } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import type { DraftKeeper } from '../drafts/index.ts'
import type { Newcomer, Seat } from './composer-seat.ts'
import { type SendAction, statusOf } from './send-action.ts'
import { seenUpTo, unseenBy } from './unseen-messages.ts'

/** What sending needs of the page. */
export type SendParts = {
  seat: Seat
  keeper: DraftKeeper
  personId: string
  messages: () => readonly Message[]
  /** Whether there is a network at all, and whether the stream tells what happens at once. */
  isOnline: () => boolean
  isLive: () => boolean
  /** Reads the conversation anew. */
  refresh: () => Promise<void>
  reply: (input: ReplyInput, id: string) => Promise<Outcome>
  note: (input: { bodyHtml: string }, id: string) => Promise<Outcome>
  nowMs: () => number
  newId: () => string
}

/** `sendAt`: RFC 3339. `force`: newer messages were told of, and it goes out all the same. */
export type SendWish = { action: SendAction; sendAt?: string; force?: boolean }

/** `held-up`: there are newer messages, nothing was sent. `kept`: it failed, and the seat says why. */
export type SendEnd =
  | { how: 'queued'; reply: QueuedReply }
  | { how: 'sent' }
  | { how: 'held-up' | 'kept' | 'nothing' }

/**
 * Sends what is written as a reply, unless it would cross a message that its writer has not seen. The text stays the
 * draft until the desk has it. Where the stream is broken the conversation is read anew first.
 * Rule: docs/behaviour/composer.md, "Sending".
 */
export async function sendReply(parts: SendParts, wish: SendWish): Promise<SendEnd> {
  const { seat, personId } = parts
  if (!begin(parts, 'reply')) return { how: seat.current().problem === undefined ? 'nothing' : 'kept' }
  if (!parts.isLive()) await parts.refresh().catch(() => {})
  const seenSeq = seat.current().seenSeq ?? 0
  if (wish.force !== true && unseenBy(personId, seenSeq, parts.messages()).length > 0) return holdUp(seat)
  const status = statusOf(wish.action)
  const input: Omit<ReplyInput, 'body'> = {
    lastSeenSeq: seenUpTo(personId, seenSeq, parts.messages()),
    ...(status === undefined ? {} : { status }),
    ...(wish.sendAt === undefined ? {} : { sendAt: wish.sendAt }),
    ...(wish.force === true ? { force: true } : {}),
  }
  const outcome = await send(parts, 'reply', (bodyHtml) => ({ ...input, bodyHtml }), parts.reply)
  const newer = newcomersOf(outcome)
  if (newer !== undefined) {
    void parts.refresh()
    return holdUp(seat, newer)
  }
  if (outcome.how === 'no-answer') void parts.refresh()
  if (outcome.how !== 'done') return keep(seat, outcome)
  seat.change({ isOpen: false, refusedFor: [], problem: undefined })
  const queued = (outcome.answer as { queued?: QueuedReply } | undefined)?.queued
  return queued === undefined ? { how: 'sent' } : { how: 'queued', reply: queued }
}

/** Adds what is written as a note for the team. */
export async function sendNote(parts: SendParts): Promise<SendEnd> {
  const { seat } = parts
  if (!begin(parts, 'note')) return { how: seat.current().problem === undefined ? 'nothing' : 'kept' }
  const outcome = await send(parts, 'note', (bodyHtml) => ({ bodyHtml }), parts.note)
  if (outcome.how !== 'done') return keep(seat, outcome)
  seat.change({ isOpen: false, problem: undefined })
  return { how: 'sent' }
}

/** From here on it is being sent: what is pressed again does nothing, and nobody writes in the field. */
function begin({ seat, keeper, isOnline, nowMs }: SendParts, kind: DraftKind): boolean {
  if (seat.current().sending !== undefined) return false
  const { content: html } = keeper.state().text
  const isEmpty = html.trim() === ''
  const text = isEmpty ? t(`composer.empty.${kind}`) : isOnline() ? undefined : t('composer.offline')
  seat.change(
    text === undefined
      ? { problem: undefined, sending: { kind, html, sinceMs: nowMs() } }
      : { problem: { text } },
  )
  return text === undefined
}

async function send<Input extends object>(
  parts: SendParts,
  kind: DraftKind,
  inputOf: (bodyHtml: string) => Input,
  run: (input: Input, id: string) => Promise<Outcome>,
): Promise<Outcome> {
  const { seat, keeper } = parts
  let outcome: Outcome = { how: 'dropped' }
  try {
    await keeper.send(async ({ content }) => {
      const input = inputOf(content)
      const print = JSON.stringify([kind, input])
      // The same again is the same message: its id keeps it from going out twice, whoever said that it failed.
      const { lastTry } = seat.current()
      const id = lastTry?.print === print ? lastTry.id : parts.newId()
      seat.change({ lastTry: { print, id } })
      outcome = await run(input, id)
      if (outcome.how === 'done') seat.change({ lastTry: undefined })
      return outcome.how === 'done'
    })
  } finally {
    seat.change({ sending: undefined })
  }
  return outcome
}

function holdUp(seat: Seat, refusedFor: readonly Newcomer[] = seat.current().refusedFor): SendEnd {
  seat.change({ refusedFor, guardAsked: seat.current().guardAsked + 1, isOpen: true, sending: undefined })
  return { how: 'held-up' }
}

function keep(seat: Seat, outcome: Outcome): SendEnd {
  seat.change({ isOpen: true, problem: problemOf(outcome) })
  return { how: 'kept' }
}

function newcomersOf(outcome: Outcome): Newcomer[] | undefined {
  if (outcome.how !== 'refused' || outcome.error.code !== 'newer-messages') return undefined
  const { messages } = (outcome.error.problem ?? {}) as { messages?: Newcomer[] }
  return messages ?? []
}

function problemOf(outcome: Outcome): { text: string; requestId?: string | undefined } {
  if (outcome.how === 'offline') return { text: t('composer.offline') }
  if (outcome.how === 'no-answer') return { text: t('composer.noAnswer') }
  const error = outcome.how === 'refused' || outcome.how === 'failed' ? outcome.error : undefined
  if (!(error instanceof ApiError)) return { text: t('composer.failed') }
  return { text: t('composer.refused', { detail: error.detail }), requestId: error.requestId }
}
