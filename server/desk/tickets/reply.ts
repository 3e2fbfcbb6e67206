import type { Status } from '../../../contracts/tickets.ts'
import { type Actor, eventActor } from '../../directory/people/index.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { type AddedMessage, addMessage } from './add-message.ts'
import type { Content } from './content.ts'
import { followUp } from './follow-up.ts'
import { type LockedTicket, lockTicket } from './lock-ticket.ts'

export type Reply = {
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

/**
 * Adds a public message. An agent who says what was last seen is refused with `newer-messages` when a newer public
 * message is there, unless forced: so two agents never answer at once. A requester's message on a closed ticket opens
 * a follow-up; an agent's is refused.
 */
export async function reply(tx: TenantTx, actor: Actor, input: Reply): Promise<Replied> {
  const [locked, name] = await Promise.all([
    lockTicket(tx, actor, input.ticket, input.ifMatch),
    nameOf(tx, actor),
  ])
  const { ticket, facts } = locked
  const kind = facts.part === 'STAFF' ? 'AGENT' : 'REQUESTER'
  if (kind === 'AGENT') await guardNewer(tx, locked, input)
  const author = { id: actor.personId, name, kind } as const
  const channel = actor.byCookie ? 'PORTAL' : 'API'
  const teller = { actor: eventActor(actor), cause: actor.cause }
  if (ticket.status === 'CLOSED') {
    if (kind === 'AGENT')
      throw new Problem('precondition-failed', 'The ticket is closed; reopen it before answering.')
    const requester = { ...ticket.requester, id: author.id, name: author.name }
    const filed = await followUp(tx, teller, ticket, {
      requester,
      channel,
      content: input.content,
      now: facts.now,
    })
    return {
      ticket: filed.ticket,
      messageId: filed.messageId,
      k: filed.messageK,
      seq: filed.seq,
      now: facts.now,
      author,
      channel,
    }
  }
  const added = addMessage(tx, teller, locked, {
    author,
    visibility: 'PUBLIC',
    channel,
    content: input.content,
    status: input.status,
  })
  return { ...added, author, channel }
}

async function guardNewer(tx: TenantTx, { ticket }: LockedTicket, input: Reply): Promise<void> {
  if (input.lastSeenSeq === undefined || input.force === true || ticket.publicSeq <= input.lastSeenSeq) return
  const messages =
    await tx.rows(sql`SELECT m.id, m.seq, m.author_id AS "authorId", p.name AS "authorName", m.created_at AS "createdAt",
      left(m.body, 500) AS excerpt
    FROM app.message m JOIN app.person p ON p.tenant_id = m.tenant_id AND p.id = m.author_id
    WHERE m.tenant_id = ${tx.tenantId} AND m.ticket_id = ${ticket.id} AND m.visibility = 'PUBLIC' AND m.seq > ${input.lastSeenSeq}
    ORDER BY m.seq LIMIT 20`)
  throw new Problem(
    'newer-messages',
    'There are messages that you have not seen; read them, then send again with force.',
    { extra: { messages } },
  )
}

/** The author's name, for the answer. */
export async function nameOf(tx: TenantTx, actor: Actor): Promise<string> {
  const [row] = await tx.rows<{ name: string }>(
    sql`SELECT name FROM app.person WHERE tenant_id = ${tx.tenantId} AND id = ${actor.personId}`,
  )
  return row?.name ?? ''
}
