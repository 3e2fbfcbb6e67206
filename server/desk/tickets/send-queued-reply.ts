import { type Actor, SYSTEM_ACTOR } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import { append } from '../../platform/log/index.ts'
import { worksOn } from './access.ts'
import { authorOfNow } from './author-of-now.ts'
import { lockTicket } from './lock-ticket.ts'
import { lockQueuedReply, type QueuedReplyRow } from './queued-reply-queries.ts'
import { decideQueuedReply } from './queued-reply-store.ts'
import { type Replied, refuseNewer, sendReply } from './reply.ts'
import type { OnGivenBack } from './reply-followers.ts'

/** What became of a due reply. `early` says when to come again. */
export type SendOutcome = { outcome: 'sent' | 'blocked' | 'obsolete' } | { outcome: 'early'; sendAt: string }

/**
 * Sends a held reply whose time has come, exactly once: its row is locked first, so a job that comes twice, late, or
 * against a taking back does no harm. It is sent as its author with their rights of now; what is refused is BLOCKED and
 * its text given back. Rule: docs/behaviour/undo-and-send-later.md.
 */
export async function sendQueuedReply(
  tx: TenantTx,
  id: string,
  onGivenBack: readonly OnGivenBack[],
): Promise<SendOutcome> {
  const locked = await lockQueuedReply(tx, id)
  if (locked === undefined || locked.queued.state !== 'QUEUED') return { outcome: 'obsolete' }
  const { queued, now } = locked
  if (now < queued.sendAt) return { outcome: 'early', sendAt: queued.sendAt }
  const reason = await sendOrReason(tx, queued)
  if (reason === undefined) return { outcome: 'sent' }
  await block(tx, queued, now, reason, onGivenBack)
  return { outcome: 'blocked' }
}

/**
 * Sends an own held reply now. What is refused stays queued. Rejects with `already-sent`, with `conflict` when it was taken
 * back or blocked, with `forbidden` for somebody else's, and as a reply does.
 */
export async function sendReplyNow(
  tx: TenantTx,
  actor: Actor,
  id: string,
): Promise<{ sent: Replied; queued: QueuedReplyRow }> {
  const locked = await lockQueuedReply(tx, id)
  if (locked === undefined) throw notFound('queued reply')
  const { queued } = locked
  if (queued.authorId !== actor.personId) {
    if (!worksOn(actor, queued)) throw notFound('queued reply')
    throw new Problem('forbidden', 'Only its author sends a reply before its time.')
  }
  if (queued.state === 'SENT') throw new Problem('already-sent', 'The reply was sent before.')
  if (queued.state !== 'QUEUED')
    throw new Problem('conflict', 'The reply does not wait any more: its text is in your draft.')
  const sent = await send(tx, queued)
  if (typeof sent === 'string') throw new Problem('precondition-failed', SENTENCES[sent])
  return { sent, queued }
}

const SENTENCES = {
  'author-inactive': 'Its author is not active any more.',
  'key-revoked': 'The key that queued it was revoked.',
  'no-access': 'You do not work on this ticket any more.',
  closed: 'The ticket is closed; reopen it before answering.',
} as const

/** Nothing is deferred before the last refusal, so a refused reply leaves the transaction clean for its blocking. */
async function sendOrReason(tx: TenantTx, queued: QueuedReplyRow): Promise<string | undefined> {
  try {
    const sent = await send(tx, queued)
    return typeof sent === 'string' ? sent : undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.code === 'not-found' ? 'no-access' : error.code
  }
}

async function send(tx: TenantTx, queued: QueuedReplyRow): Promise<Replied | keyof typeof SENTENCES> {
  const author = await authorOfNow(tx, queued)
  if ('blocked' in author) return author.blocked
  const { actor, name } = author
  const locked = await lockTicket(tx, actor, queued.ticketId)
  if (locked.facts.part !== 'STAFF') return 'no-access'
  if (locked.ticket.status === 'CLOSED') return 'closed'
  if (queued.scheduled) await refuseNewer(tx, locked.ticket, queued.lastSeenSeq, queued.authorId)
  const content = { body: queued.body, bodyHtml: queued.bodyHtml }
  const sent = sendReply(tx, actor, locked, {
    author: { id: actor.personId, name, kind: 'AGENT' },
    channel: queued.channel,
    content,
    status: queued.status ?? undefined,
    refs: { queuedReplyId: queued.id },
  })
  decideQueuedReply(tx, queued.id, { state: 'SENT', now: sent.now, messageId: sent.messageId })
  return sent
}

async function block(
  tx: TenantTx,
  queued: QueuedReplyRow,
  now: string,
  reason: string,
  onGivenBack: readonly OnGivenBack[],
): Promise<void> {
  decideQueuedReply(tx, queued.id, { state: 'BLOCKED', now, reason })
  append(tx, {
    type: 'reply.blocked',
    ticketId: queued.ticketId,
    ticketVersion: queued.ticketVersion,
    visibility: 'INTERNAL',
    actor: SYSTEM_ACTOR,
    at: now,
    cause: queued.cause,
    refs: { queuedReplyId: queued.id, sendAt: queued.sendAt, reason },
  })
  const { ticketId, authorId, body, bodyHtml } = queued
  for (const giveBack of onGivenBack)
    await giveBack(tx, { ticketId, personId: authorId, content: { body, bodyHtml } })
}
