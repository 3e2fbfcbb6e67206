import type { Event } from '../../../../contracts/events.ts'
import type { Message } from '../../../../contracts/tickets.ts'

/** What stands in the conversation, from top to bottom. */
export type ConversationRow =
  | { kind: 'message'; message: Message }
  /** So many messages lie between the first and the next one shown. */
  | { kind: 'earlier'; count: number }
  /** What happened between two messages. */
  | { kind: 'events'; events: readonly Event[] }

/** How many of the newest messages stand there when a ticket is opened, beside the first. */
export const SHOWN_AT_OPEN = 30

/** The position of the oldest message that is shown at open, the first one aside. */
export function shownFrom(messages: readonly Message[]): number {
  return messages[Math.max(0, messages.length - SHOWN_AT_OPEN)]?.seq ?? 0
}

/** The position that shows `count` messages more than `from` does. */
export function shownEarlier(messages: readonly Message[], from: number, count: number): number {
  const at = messages.findIndex(({ seq }) => seq >= from)
  return messages[Math.max(0, at - count)]?.seq ?? from
}

/**
 * The rows of a conversation: the first message, how many are hidden, those from a position on, and between them what
 * happened. `earlier` are hidden and not even loaded.
 */
export function conversationRows({
  messages,
  events,
  from,
  earlier,
}: {
  messages: readonly Message[]
  events: readonly Event[]
  from: number
  earlier: number
}): ConversationRow[] {
  const [first, ...rest] = messages
  if (first === undefined) return []
  const shown = rest.filter(({ seq }) => seq >= from)
  const hidden = rest.length - shown.length + earlier
  const told = events.filter(({ type }) => TOLD_BETWEEN.has(type))
  const rows: ConversationRow[] = [{ kind: 'message', message: first }]
  if (hidden > 0) rows.push({ kind: 'earlier', count: hidden })
  let behind = hidden > 0 ? (shown[0]?.seq ?? Number.POSITIVE_INFINITY) - 1 : first.seq
  for (const message of shown) {
    rows.push(...eventRow(told, behind, message.seq), { kind: 'message', message })
    behind = message.seq
  }
  rows.push(...eventRow(told, behind, Number.POSITIVE_INFINITY))
  return rows
}

/** Where somebody begins to read: the first message that was not seen, else the last. Own ones count as seen. */
export function firstUnread(
  messages: readonly Message[],
  { seenSeq, me }: { seenSeq: number | undefined; me: string },
): Message | undefined {
  const own = messages.findLast(({ author }) => author.id === me)?.seq ?? 0
  const seen = Math.max(seenSeq ?? 0, own)
  // Nobody begins a long thread that is new to this device at its top.
  if (seen === 0 && messages.length > SHOWN_AT_OPEN) return undefined
  return messages.find(({ seq }) => seq > seen)
}

/** Messages tell of themselves; what belongs to the mail behind them is for the timeline. */
const TOLD_BETWEEN = new Set([
  'ticket.status_changed',
  'ticket.assigned',
  'ticket.priority_changed',
  'ticket.transferred',
  'ticket.updated',
  'ticket.linked',
  'ticket.merged',
  'reply.blocked',
  'delivery.failed',
])

function eventRow(events: readonly Event[], behind: number, before: number): ConversationRow[] {
  const between = events.filter(({ seq }) => seq > behind && seq < before)
  return between.length === 0 ? [] : [{ kind: 'events', events: between }]
}
