import type { QueuedReply, Status } from '../../../contracts/tickets.ts'
import { type Actor, eventActor } from '../../directory/people/index.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { type AddedMessage, addMessage } from './add-message.ts'
import type { Content } from './content.ts'
import { followUp } from './follow-up.ts'
import { decideHold, type Hold, type HoldFacts, type WantedHold } from './hold-decision.ts'
import { type LockedTicket, lockTicket } from './lock-ticket.ts'
import { queueReply } from './queue-reply.ts'
import type { OnFinished } from './reply-followers.ts'
import type { TicketState } from './ticket.ts'

export type Reply = WantedHold & {
  ticket: string
  content: Content
  lastSeenSeq?: number | undefined
  force?: boolean | undefined
  status?: Status | undefined
  ifMatch?: number | undefined
}
export type Replied = AddedMessage & {
  author: { id: string; name: string; kind: 'REQUESTER' | 'AGENT' }
  channel: 'API' | 'PORTAL'
}
/** A reply's outcome: a message, or a command that waits. */
export type ReplyOutcome = { sent: Replied } | { queued: QueuedReply }

/**
 * Adds a public message, or holds it back where an agent's undo window or an hour says so. An agent who says what was
 * last seen is refused with `newer-messages` when a newer public message is there, unless forced: so two agents never
 * answer at once. A requester's message on a closed ticket opens a follow-up; an agent's is refused.
 */
export async function reply(
  tx: TenantTx,
  actor: Actor,
  input: Reply,
  onSent: readonly OnFinished[],
): Promise<ReplyOutcome> {
  const [locked, { name, undoSeconds }] = await Promise.all([
    lockTicket(tx, actor, input.ticket, input.ifMatch),
    writerOf(tx, actor),
  ])
  const { ticket, facts } = locked
  const kind = facts.part === 'STAFF' ? 'AGENT' : 'REQUESTER'
  if (kind === 'AGENT' && input.lastSeenSeq !== undefined && input.force !== true)
    await refuseNewer(tx, ticket, input.lastSeenSeq)
  const { byCookie } = actor
  const hold = holdOf(input, { kind, byCookie, channel: ticket.channel, undoSeconds, now: facts.now })
  if (ticket.status === 'CLOSED' && kind === 'AGENT')
    throw new Problem('precondition-failed', 'The ticket is closed; reopen it before answering.')
  const author = { id: actor.personId, name, kind } as const
  const channel = byCookie ? 'PORTAL' : 'API'
  const { content } = input
  for (const follow of onSent)
    follow(tx, { ticketId: ticket.id, personId: actor.personId, kind: 'reply', content })
  if (hold !== undefined)
    return { queued: queueReply(tx, actor, locked, { ...input, hold, authorName: name }) }
  const answer = { author, channel, content } as const
  if (ticket.status === 'CLOSED') return { sent: await replyToClosed(tx, actor, locked, answer) }
  return { sent: sendReply(tx, actor, locked, { ...answer, status: input.status }) }
}

/** A reply about to be a message. */
export type Answer = Pick<Replied, 'author' | 'channel'> & {
  content: Content
  status?: Status | undefined
  refs?: Record<string, unknown>
}

/** Adds a reply to a ticket under lock, at once. Throws what the ticket refuses before anything is written. */
export function sendReply(tx: TenantTx, actor: Actor, locked: LockedTicket, answer: Answer): Replied {
  const { author, channel } = answer
  const added = addMessage(tx, tellerOf(actor), locked, { ...answer, visibility: 'PUBLIC' })
  return { ...added, author, channel }
}

/** Rejects with `newer-messages` when there is a public message after a position, by others than `exceptAuthorId`. */
export async function refuseNewer(
  tx: TenantTx,
  ticket: TicketState,
  afterSeq: number,
  exceptAuthorId: string | null = null,
): Promise<void> {
  if (ticket.publicSeq <= afterSeq) return
  const messages =
    await tx.rows(sql`SELECT m.id, m.seq, m.author_id AS "authorId", p.name AS "authorName", m.created_at AS "createdAt",
      left(m.body, 500) AS excerpt
    FROM app.message m JOIN app.person p ON p.tenant_id = m.tenant_id AND p.id = m.author_id
    WHERE m.tenant_id = ${tx.tenantId} AND m.ticket_id = ${ticket.id} AND m.visibility = 'PUBLIC' AND m.seq > ${afterSeq}
      AND (${exceptAuthorId}::uuid IS NULL OR m.author_id <> ${exceptAuthorId})
    ORDER BY m.seq LIMIT 20`)
  if (messages.length === 0) return
  throw new Problem(
    'newer-messages',
    'There are messages that you have not seen; read them, then send again with force.',
    { extra: { messages } },
  )
}

/** Who writes: the name for the answer, and how long their replies are held back. */
export async function writerOf(
  tx: TenantTx,
  actor: Actor,
): Promise<{ name: string; undoSeconds: number | null }> {
  const [row] = await tx.rows<{ name: string; undoSeconds: number | null }>(
    sql`SELECT name, undo_seconds AS "undoSeconds" FROM app.person WHERE tenant_id = ${tx.tenantId} AND id = ${actor.personId}`,
  )
  return row ?? { name: '', undoSeconds: null }
}

function holdOf(input: Reply, facts: HoldFacts): Hold | undefined {
  const decided = decideHold(input, facts)
  if ('hold' in decided) return decided.hold
  const { refusal } = decided
  if (refusal.code === 'forbidden') throw new Problem(refusal.code, refusal.detail)
  throw new Problem('contract-violation', 'The request does not fit the contract.', {
    errors: [{ path: refusal.path, message: refusal.detail }],
  })
}

async function replyToClosed(
  tx: TenantTx,
  actor: Actor,
  { ticket, facts }: LockedTicket,
  { author, channel, content }: Answer,
): Promise<Replied> {
  const requester = { ...ticket.requester, id: author.id, name: author.name }
  const { now } = facts
  const filed = await followUp(tx, tellerOf(actor), ticket, { requester, channel, content, now })
  const { messageId, seq } = filed
  return { ticket: filed.ticket, messageId, k: filed.messageK, seq, now, author, channel }
}

function tellerOf(actor: Actor) {
  return { actor: eventActor(actor), cause: actor.cause }
}
