import { type Actor, eventActor } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import { append } from '../../platform/log/index.ts'
import { isLeadOf, worksOn } from './access.ts'
import { lockQueuedReply, type QueuedReplyRow } from './queued-reply-queries.ts'
import { decideQueuedReply } from './queued-reply-store.ts'
import type { OnGivenBack } from './reply-followers.ts'

/**
 * Takes a held reply back: it is never sent, and its text is its author's draft again. By its author, or a lead of the
 * ticket's team. Twice is the same answer; a blocked one, whose text was given back then, leaves the list. Rejects with
 * `already-sent`, `forbidden`, `not-found`. Rule: docs/behaviour/undo-and-send-later.md.
 */
export async function takeBackReply(
  tx: TenantTx,
  actor: Actor,
  id: string,
  onGivenBack: readonly OnGivenBack[],
): Promise<QueuedReplyRow> {
  const locked = await lockQueuedReply(tx, id)
  if (locked === undefined) throw notFound('queued reply')
  const { queued, now } = locked
  refuseStranger(actor, queued)
  if (queued.state === 'SENT')
    throw new Problem('already-sent', 'The reply was sent; it cannot be taken back.', {
      extra: { messageId: queued.messageId },
    })
  if (queued.state === 'TAKEN_BACK') return queued
  const { ticketId, authorId, sendAt, body, bodyHtml, reason } = queued
  decideQueuedReply(tx, id, { state: 'TAKEN_BACK', now, reason: reason ?? undefined })
  append(tx, {
    type: 'reply.taken_back',
    ticketId,
    ticketVersion: queued.ticketVersion,
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: now,
    cause: actor.cause,
    refs: { queuedReplyId: id, sendAt },
  })
  if (queued.state === 'QUEUED')
    for (const giveBack of onGivenBack)
      await giveBack(tx, { ticketId, personId: authorId, content: { body, bodyHtml } })
  return { ...queued, state: 'TAKEN_BACK' }
}

function refuseStranger(actor: Actor, queued: QueuedReplyRow): void {
  if (queued.authorId === actor.personId) return
  if (!worksOn(actor, queued)) throw notFound('queued reply')
  if (!isLeadOf(actor, queued.teamId))
    throw new Problem('forbidden', 'Only its author or a lead takes a reply back.')
}
