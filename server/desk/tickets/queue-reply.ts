import type { QueuedReply } from '../../../contracts/tickets.ts'
import { type Actor, eventActor } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { append } from '../../platform/log/index.ts'
import { draftOf } from './draft.ts'
import type { Hold } from './hold-decision.ts'
import type { LockedTicket } from './lock-ticket.ts'
import { decideMessage } from './message-decision.ts'
import { insertQueuedReply } from './queued-reply-store.ts'
import { refuse } from './refuse.ts'
import type { Reply } from './reply.ts'

/**
 * Holds an agent's reply back as a command to be run later: of it only `reply.queued` is told, and nothing on the ticket
 * moves. What would be refused is refused now: the decision is made and thrown away. Rule: docs/behaviour/undo-and-send-later.md.
 */
export function queueReply(
  tx: TenantTx,
  actor: Actor,
  { ticket, facts }: LockedTicket,
  input: Reply & { hold: Hold; authorName: string },
): QueuedReply {
  refuse(
    decideMessage(
      draftOf(ticket),
      { author: 'AGENT', visibility: 'PUBLIC', auto: false },
      input.status,
      facts,
    ),
  )
  const { sendAt, scheduled } = input.hold
  const { content } = input
  const id = newId()
  const status = input.status ?? null
  insertQueuedReply(tx, {
    id,
    ticketId: ticket.id,
    authorId: actor.personId,
    content,
    status,
    lastSeenSeq: ticket.publicSeq,
    forced: input.force === true,
    scheduled,
    channel: actor.byCookie ? 'PORTAL' : 'API',
    as: { keyId: actor.keyId, principalId: actor.principalId, byCookie: actor.byCookie },
    cause: actor.cause,
    sendAt,
    now: facts.now,
  })
  append(tx, {
    type: 'reply.queued',
    ticketId: ticket.id,
    ticketVersion: ticket.version,
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: facts.now,
    cause: actor.cause,
    refs: { queuedReplyId: id, sendAt },
  })
  const author = { id: actor.personId, name: input.authorName }
  const open = { state: 'QUEUED', reason: null, messageId: null } as const
  return {
    id,
    ticketId: ticket.id,
    sendAt,
    scheduled,
    ...content,
    status,
    author,
    createdAt: facts.now,
    ...open,
  }
}
