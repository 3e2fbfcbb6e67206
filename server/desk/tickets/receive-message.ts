import type { Channel } from '../../../contracts/tickets.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { addMessage } from './add-message.ts'
import type { Content } from './content.ts'
import { followUp } from './follow-up.ts'
import { lockTicketForSystem } from './lock-ticket.ts'
import { insertParticipant } from './store.ts'
import type { Teller } from './tell.ts'

/** A message that reached a ticket from outside (mail, chat), its sender authorised already. */
export type ReceivedMessage = {
  ticketId: string
  author: { id: string; name: string; email: string; kind: 'REQUESTER' | 'AGENT' }
  channel: Channel
  content: Content
  auto: boolean
  unverified: boolean
  /** People to add as participants: they see messages from this one on. */
  participants: readonly string[]
  refs?: Record<string, unknown>
}
export type Received = { ticketId: string; messageId: string; messageK: number; followUp: boolean }

/**
 * Adds a received message to its ticket, with what follows; on a closed ticket it opens a follow-up (an automatic
 * message is added to the closed ticket and wakes nobody). Undefined when the ticket is not there.
 */
export async function receiveMessage(
  tx: TenantTx,
  teller: Teller,
  input: ReceivedMessage,
): Promise<Received | undefined> {
  const locked = await lockTicketForSystem(tx, input.ticketId)
  if (locked === undefined) return undefined
  const { auto, unverified, channel, content, author } = input
  const refs = input.refs ?? {}
  if (locked.ticket.status === 'CLOSED' && !auto) {
    const requester = { id: author.id, name: author.name, email: author.email }
    const filed = await followUp(tx, teller, locked.ticket, {
      requester,
      channel,
      content,
      now: locked.facts.now,
      unverified,
      refs,
    })
    for (const personId of input.participants)
      insertParticipant(tx, filed.ticket.id, personId, filed.messageK)
    return { ticketId: filed.ticket.id, messageId: filed.messageId, messageK: filed.messageK, followUp: true }
  }
  const added = addMessage(
    tx,
    teller,
    { ...locked, facts: { ...locked.facts, personId: author.id } },
    {
      author,
      visibility: 'PUBLIC',
      channel,
      content,
      auto,
      unverified,
      refs,
    },
  )
  for (const personId of input.participants) insertParticipant(tx, input.ticketId, personId, added.k)
  return { ticketId: input.ticketId, messageId: added.messageId, messageK: added.k, followUp: false }
}
