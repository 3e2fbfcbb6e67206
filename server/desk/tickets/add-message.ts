import type { Channel, Status } from '../../../contracts/tickets.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import type { Content } from './content.ts'
import { draftOf } from './draft.ts'
import type { LockedTicket } from './lock-ticket.ts'
import { decideMessage } from './message-decision.ts'
import { refuse } from './refuse.ts'
import { insertMessage, saveTicket } from './store.ts'
import { type Teller, tell } from './tell.ts'
import type { TicketState } from './ticket.ts'

/** A message for a locked ticket. `author.kind` says in which part it is written. */
export type MessageInput = {
  author: { id: string; name: string; kind: 'REQUESTER' | 'AGENT' }
  visibility: 'PUBLIC' | 'INTERNAL'
  channel: Channel
  content: Content
  status?: Status | undefined
  auto?: boolean
  unverified?: boolean
  refs?: Record<string, unknown>
}
export type AddedMessage = { ticket: TicketState; messageId: string; k: number; seq: string; now: string }

/** Adds a message to a ticket under lock with all that follows from it, as one set of facts. */
export function addMessage(
  tx: TenantTx,
  teller: Teller,
  locked: LockedTicket,
  input: MessageInput,
): AddedMessage {
  const { ticket, facts } = locked
  const draft = draftOf(ticket)
  const auto = input.auto === true
  refuse(
    decideMessage(
      draft,
      { author: input.author.kind, visibility: input.visibility, auto },
      input.status,
      facts,
    ),
  )
  const messageId = newId()
  const told = tell(tx, teller, draft, facts.now, { messageId, auto, ...input.refs })
  if (told?.message === undefined) throw new Error('a message tells at least itself')
  const { k, token } = told.message
  const saved = saveTicket(
    tx,
    draft,
    facts.now,
    { lastK: told.lastK, messageK: k },
    input.visibility === 'PUBLIC',
  )
  insertMessage(tx, {
    id: messageId,
    ticketId: ticket.id,
    k,
    authorId: input.author.id,
    authorKind: input.author.kind,
    visibility: input.visibility,
    channel: input.channel,
    ...input.content,
    auto,
    unverified: input.unverified === true,
    createdAt: facts.now,
  })
  return { ticket: saved, messageId, k, seq: token, now: facts.now }
}
