import type { Channel, Priority } from '../../../contracts/tickets.ts'
import type { PendingSeq, TenantTx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { append } from '../../platform/log/index.ts'
import type { Content } from './content.ts'
import { insertMessage, insertTicket } from './store.ts'
import type { Teller } from './tell.ts'
import type { TicketState } from './ticket.ts'

/** A ticket to be, with its first message. `number` comes from app.next_ticket_number(), `now` from app.now(). */
export type NewTicket = {
  number: number
  team: { id: string; prefix: string }
  requester: { id: string; name: string; email: string }
  subject: string
  priority: Priority
  channel: Channel
  content: Content
  now: string
  auto?: boolean
  unverified?: boolean
  followUpOf?: string
  refs?: Record<string, unknown>
}
export type FiledTicket = { ticket: TicketState; seq: PendingSeq; messageId: string; messageK: number }

/**
 * Writes a new ticket with its first message, by its requester, and tells both facts. The one way in for every
 * channel. Nothing is read here: the caller knows team, requester, number and time.
 */
export function fileTicket(tx: TenantTx, teller: Teller, input: NewTicket): FiledTicket {
  const id = newId()
  const messageId = newId()
  const { now, requester } = input
  const ticket = newTicketState(id, input)
  const event = {
    ticketId: id,
    ticketVersion: 1,
    visibility: 'PUBLIC',
    actor: teller.actor,
    at: now,
    cause: teller.cause,
  } as const
  append(tx, {
    ...event,
    type: 'ticket.created',
    changes: [
      { field: 'status', from: null, to: ticket.status },
      { field: 'priority', from: null, to: ticket.priority },
      { field: 'teamId', from: null, to: ticket.teamId },
    ],
    refs: {
      key: ticket.key,
      ...(input.followUpOf === undefined ? {} : { followUpOf: input.followUpOf }),
      ...input.refs,
    },
  })
  const added = append(tx, {
    ...event,
    type: 'message.added',
    refs: { messageId, auto: input.auto === true, ...input.refs },
  })
  insertTicket(tx, ticket, { lastK: added.k, messageK: added.k, requesterWrote: true })
  insertMessage(tx, {
    id: messageId,
    ticketId: id,
    k: added.k,
    authorId: requester.id,
    authorKind: 'REQUESTER',
    visibility: 'PUBLIC',
    channel: input.channel,
    ...input.content,
    auto: input.auto === true,
    unverified: input.unverified === true,
    createdAt: now,
  })
  return { ticket, seq: added.token, messageId, messageK: added.k }
}

function newTicketState(id: string, input: NewTicket): TicketState {
  return {
    id,
    key: `${input.team.prefix}-${input.number}`,
    number: input.number,
    subject: input.subject,
    status: 'NEW',
    statusReason: null,
    priority: input.priority,
    channel: input.channel,
    teamId: input.team.id,
    assigneeId: null,
    requester: input.requester,
    requesterReplied: false,
    followUpOf: input.followUpOf ?? null,
    version: 1,
    seq: 0,
    publicSeq: 0,
    requesterSeq: 0,
    agentSeq: 0,
    createdAt: input.now,
    updatedAt: input.now,
    firstResponseAt: null,
    dueAt: null,
    resolvedAt: null,
    closedAt: null,
  }
}
