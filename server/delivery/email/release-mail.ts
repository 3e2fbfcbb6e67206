import type { StoredFile } from '../../desk/attachments/index.ts'
import { type ReceivedMessage, receiveMessage, storeTicketSeq } from '../../desk/tickets/index.ts'
import { type Actor, eventActor, findOrMakeRequester } from '../../directory/people/index.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { append } from '../../platform/log/index.ts'
import { keepWithMessage } from './carry-out.ts'
import { knownSender } from './ground-queries.ts'
import { lockVisibleMail, requireHeld } from './held-mail.ts'
import type { InboundRow } from './inbound-mail.ts'
import { storeEnding } from './inbound-store.ts'
import type { PreparedMail } from './prepare-mail.ts'
import { answersAcknowledgement, quietReason } from './quiet-reason.ts'
import { type KnownSender, worksOn } from './sender-kind.ts'

/** A held mail read anew, its files stored; undefined when it was not held as the request looked. */
export type ReadyMail =
  | {
      prepared: PreparedMail
      files: readonly StoredFile[]
      answers: readonly Buffer[]
      imported: boolean
      exempt: boolean
    }
  | undefined

/**
 * Adds a held mail to its ticket: an agent vouches for the sender, who takes part from this message on. Rejects with
 * `not-found`, `already-decided` or `conflict`. Rule: docs/behaviour/inbound-mail.md, "Held mail".
 */
export async function releaseMail(
  tx: TenantTx,
  actor: Actor,
  id: string,
  ready: ReadyMail,
): Promise<InboundRow> {
  const { row, messageIdHash, now } = await lockVisibleMail(tx, actor, id)
  requireHeld(row)
  if (ready === undefined || row.ticketId === null)
    throw new Problem('conflict', 'This mail changed just now; try again.')
  const { address, name, key } = ready.prepared.sender
  const by = { actor: eventActor(actor), cause: { ...actor.cause, inboundId: id } }
  const [sender, ticket, answersAck] = await Promise.all([
    knownSender(tx, key),
    ticketOf(tx, row.ticketId),
    answersAcknowledgement(tx, ready.answers),
  ])
  const { prepared, imported, exempt } = ready
  const quiet = quietReason({ ...prepared, imported, exempt, answersAcknowledgement: answersAck })
  const refs = { inboundId: id, ...(quiet === undefined ? {} : { quiet }) }
  const person = sender ?? (await findOrMakeRequester(tx, { email: address, name }, now, by))
  const teller = { ...by, actor: { ...by.actor, onBehalfOf: person.id } }
  const received = await receiveMessage(
    tx,
    teller,
    messageOf(row.ticketId, prepared, person, sender, ticket, refs),
  )
  if (received === undefined) throw new Problem('conflict', 'The ticket of this mail is not there any more.')
  const { ticketId, messageId, messageK, followUp } = received
  const thread = { messageIdHash, header: prepared.messageIdHeader, personId: person.id }
  keepWithMessage(tx, thread, teller, ready.files, now, { ticketId, messageId, messageK })
  const { k } = append(tx, {
    type: 'message.released',
    ticketId,
    visibility: 'INTERNAL',
    ...by,
    at: now,
    refs: { inboundId: id, messageId },
  })
  storeTicketSeq(tx, ticketId, k)
  const state = followUp ? 'TICKET_CREATED' : 'APPENDED'
  const ending = { state, reason: 'RELEASED', ticketId, messageId, now } as const
  storeEnding(tx, id, ending, 0)
  return { ...row, state, reason: 'RELEASED', detail: null, ticketId, messageId, decidedAt: now }
}

type TicketOf = { teamId: string; requesterId: string } | undefined

async function ticketOf(tx: TenantTx, ticketId: string): Promise<TicketOf> {
  const rows = await tx.rows<{
    teamId: string
    requesterId: string
  }>(sql`SELECT team_id AS "teamId", requester_id AS "requesterId"
    FROM app.ticket WHERE tenant_id = ${tx.tenantId} AND id = ${ticketId}`)
  return rows[0]
}

/** An agent of the ticket's team writes as one; anybody else on the requester's side, as a participant from now on. */
function messageOf(
  ticketId: string,
  { content, auto }: PreparedMail,
  person: { id: string; name: string; email: string },
  sender: KnownSender | undefined,
  ticket: TicketOf,
  refs: Record<string, unknown>,
): ReceivedMessage {
  const isRequester = ticket?.requesterId === person.id
  const isAgent =
    !isRequester && sender !== undefined && ticket !== undefined && worksOn(sender, ticket.teamId)
  const { id, name, email } = person
  return {
    ticketId,
    author: { id, name, email, kind: isAgent ? 'AGENT' : 'REQUESTER' },
    channel: 'EMAIL',
    content,
    auto,
    unverified: true,
    participants: isRequester || isAgent ? [] : [person.id],
    refs,
  }
}
