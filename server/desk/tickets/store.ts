import { sql, type TenantTx } from '../../platform/db/index.ts'
import { changesVersion, current, type Draft } from './draft.ts'
import { NEWEST } from './message-decision.ts'
import type { TicketState } from './ticket.ts'

/** Positions of this command in the log, for SQL: of its last fact, and of the message it adds. */
export type Positions = { lastK: number; messageK: number | null }

/** A message's row; `k` is its position. Bodies are final: sanitised HTML and its text. */
export type NewMessageRow = {
  id: string
  ticketId: string
  k: number
  authorId: string
  authorKind: 'REQUESTER' | 'AGENT' | 'SYSTEM'
  visibility: 'PUBLIC' | 'INTERNAL'
  channel: string
  body: string
  bodyHtml: string
  auto: boolean
  unverified: boolean
  createdAt: string
}

/** Writes a new ticket. */
export function insertTicket(
  tx: TenantTx,
  ticket: TicketState,
  positions: Positions & { requesterWrote: boolean },
): void {
  const { lastK, messageK, requesterWrote } = positions
  tx.deferNumbered(sql`INSERT INTO app.ticket (tenant_id, id, number, key, subject, status, priority, channel, team_id, assignee_id,
      requester_id, version, seq, public_seq, requester_seq, agent_seq, follow_up_of, created_at, updated_at)
    VALUES (${tx.tenantId}, ${ticket.id}, ${ticket.number}, ${ticket.key}, ${ticket.subject}, ${ticket.status}, ${ticket.priority},
      ${ticket.channel}, ${ticket.teamId}, ${ticket.assigneeId}, ${ticket.requester.id}, ${ticket.version}, app.seq(${lastK}),
      app.seq(${messageK}), CASE WHEN ${requesterWrote} THEN app.seq(${messageK}) ELSE 0 END,
      CASE WHEN ${requesterWrote} THEN 0 ELSE app.seq(${messageK}) END, ${ticket.followUpOf}, ${ticket.createdAt}, ${ticket.updatedAt})`)
}

/** Writes what a draft changed; answers the ticket as it then is (its `seq` is a token until the commit). */
export function saveTicket(
  tx: TenantTx,
  draft: Draft,
  now: string,
  positions: Positions,
  publicMessage: boolean,
): TicketState {
  const { lastK, messageK } = positions
  const version = draft.before.version + (changesVersion(draft) ? 1 : 0)
  const ticket: TicketState = { ...draft.before, ...draft.set, version, updatedAt: now }
  const byRequester = current(draft, 'requesterSeq') === NEWEST ? messageK : null
  const byAgent = current(draft, 'agentSeq') === NEWEST ? messageK : null
  tx.deferNumbered(sql`UPDATE app.ticket SET subject = ${ticket.subject}, status = ${ticket.status}, status_reason = ${ticket.statusReason},
      priority = ${ticket.priority}, assignee_id = ${ticket.assigneeId}, requester_replied = ${ticket.requesterReplied},
      version = ${version}, seq = app.seq(${lastK}), public_seq = coalesce(app.seq(${publicMessage ? messageK : null}), public_seq),
      requester_seq = coalesce(app.seq(${byRequester}), requester_seq), agent_seq = coalesce(app.seq(${byAgent}), agent_seq),
      updated_at = ${now}, first_response_at = ${ticket.firstResponseAt}, resolved_at = ${ticket.resolvedAt}, closed_at = ${ticket.closedAt}
    WHERE tenant_id = ${tx.tenantId} AND id = ${ticket.id}`)
  return ticket
}

/** Moves a ticket's position to a later fact of this command about it; the command has it under lock or made it. */
export function storeTicketSeq(tx: TenantTx, ticketId: string, lastK: number): void {
  tx.deferNumbered(
    sql`UPDATE app.ticket SET seq = app.seq(${lastK}) WHERE tenant_id = ${tx.tenantId} AND id = ${ticketId}`,
  )
}

/** Writes a message of a ticket that is there, or that this command inserts before. */
export function insertMessage(tx: TenantTx, message: NewMessageRow): void {
  tx.deferNumbered(sql`INSERT INTO app.message (tenant_id, id, ticket_id, seq, author_id, author_kind, visibility, channel, body, body_html,
      auto, unverified, created_at)
    VALUES (${tx.tenantId}, ${message.id}, ${message.ticketId}, app.seq(${message.k}), ${message.authorId}, ${message.authorKind},
      ${message.visibility}, ${message.channel}, ${message.body}, ${message.bodyHtml}, ${message.auto}, ${message.unverified}, ${message.createdAt})`)
}

/** Makes a person a participant from a position on; one who is keeps the older position. */
export function insertParticipant(tx: TenantTx, ticketId: string, personId: string, sinceK: number): void {
  tx.deferNumbered(sql`INSERT INTO app.participant (tenant_id, ticket_id, person_id, since_seq)
    VALUES (${tx.tenantId}, ${ticketId}, ${personId}, app.seq(${sinceK})) ON CONFLICT DO NOTHING`)
}
