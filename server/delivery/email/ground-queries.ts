import type { InboundState } from '../../../contracts/inbound.ts'
import { type Sql, sql, type TenantRead, type TenantTx } from '../../platform/db/index.ts'
import type { KnownSender } from './sender-kind.ts'

/** A mail under its lock. */
export type LockedMail = {
  state: InboundState
  attempts: number
  waits: number
  waitedSeconds: number
  mailboxId: string | null
  ticketId: string | null
  now: string
}

/** Locks a mail to the end of the transaction and reads the clock; undefined when there is none. */
export async function lockMail(tx: TenantTx, id: string): Promise<LockedMail | undefined> {
  const rows =
    await tx.rows<LockedMail>(sql`SELECT state, attempts, waits, mailbox_id AS "mailboxId", ticket_id AS "ticketId",
      app.now() AS now, coalesce(extract(epoch FROM app.now() - waiting_since), 0)::integer AS "waitedSeconds"
    FROM app.inbound WHERE tenant_id = ${tx.tenantId} AND id = ${id} FOR NO KEY UPDATE`)
  return rows[0]
}

/** What a mail's ids lead to, nearest first: a ticket, or a mail that is not decided yet. */
export type Lead = {
  ticketId: string | null
  /** The undecided mail. */
  awaited: string | null
  awaitedState: InboundState | null
  subject: string
  version: number
  teamId: string
  requesterId: string
  lastActivityDays: number
  isParticipant: boolean
  /** Whom the reply token was given to that led here. */
  tokenPersonId?: string
}

/** What a lead says of its ticket, on `app.ticket t`, to a sender with this address. */
export function leadTicket(senderKey: string): Sql {
  return sql`t.subject, t.version, t.team_id AS "teamId", t.requester_id AS "requesterId",
      floor(extract(epoch FROM app.now() - t.updated_at) / 86400)::integer AS "lastActivityDays",
      EXISTS (SELECT FROM app.participant x JOIN app.person p ON p.tenant_id = x.tenant_id AND p.id = x.person_id
        WHERE x.tenant_id = t.tenant_id AND x.ticket_id = t.id AND p.email_key = ${senderKey}) AS "isParticipant"`
}

/**
 * The nearest of the answered ids that leads anywhere. An id leads to the ticket of the newest message stored under it,
 * or of the newest mail held for a ticket; else, with `alsoUndecided`, to a mail with that id that is not decided yet.
 */
export async function nearestLead(
  tx: TenantRead,
  inboundId: string,
  answers: readonly Buffer[],
  senderKey: string,
  alsoUndecided: boolean,
): Promise<Lead | undefined> {
  if (answers.length === 0) return undefined
  const states = alsoUndecided ? ['HELD', 'RECEIVED', 'PROCESSING', 'RETRY'] : ['HELD']
  const rows =
    await tx.rows<Lead>(sql`WITH id AS (SELECT h, ord FROM unnest(${answers}::bytea[]) WITH ORDINALITY AS u(h, ord)),
    lead AS (
      SELECT id.ord, 1 AS rank, m.message_id AS newest, m.ticket_id, NULL::uuid AS awaited, NULL::text AS awaited_state
      FROM id JOIN app.mail_thread m ON m.tenant_id = ${tx.tenantId} AND m.message_id_hash = id.h
      UNION ALL
      SELECT id.ord, CASE i.state WHEN 'HELD' THEN 2 ELSE 3 END, i.id, i.ticket_id,
        CASE WHEN i.state <> 'HELD' THEN i.id END, CASE WHEN i.state <> 'HELD' THEN i.state END
      FROM id JOIN app.inbound i ON i.tenant_id = ${tx.tenantId} AND i.message_id_hash = id.h AND i.id <> ${inboundId}
        AND i.state = ANY(${states})
      ORDER BY 1, 2, 3 DESC LIMIT 1)
    SELECT lead.ticket_id AS "ticketId", lead.awaited, lead.awaited_state AS "awaitedState", ${leadTicket(senderKey)}
    FROM lead LEFT JOIN app.ticket t ON t.tenant_id = ${tx.tenantId} AND t.id = lead.ticket_id`)
  return rows[0]
}

/** The person with the sender's address, with the teams they work in. */
export async function knownSender(tx: TenantRead, senderKey: string): Promise<KnownSender | undefined> {
  const rows =
    await tx.rows<KnownSender>(sql`SELECT p.id, p.name, p.email, p.role, p.active, ARRAY(SELECT m.team_id FROM app.team_member m
      WHERE m.tenant_id = p.tenant_id AND m.person_id = p.id) AS "teamIds"
    FROM app.person p WHERE p.tenant_id = ${tx.tenantId} AND p.email_key = ${senderKey}`)
  return rows[0]
}

/** Whether the tenant holds mail whose sender nobody vouches for. */
export async function holdsUnvouched(tx: TenantRead): Promise<boolean> {
  const rows = await tx.rows<{ strict: boolean }>(
    sql`SELECT strict_mail_auth AS strict FROM app.tenant_setting WHERE tenant_id = ${tx.tenantId}`,
  )
  return rows[0]?.strict === true
}

/** The mails that wait for this one. Read under this one's lock, none can be missed. */
export async function waitingFor(tx: TenantRead, id: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    sql`SELECT id FROM app.inbound WHERE tenant_id = ${tx.tenantId} AND waits_for = ${id} ORDER BY id`,
  )
  return rows.map((row) => row.id)
}

/** A number for a new ticket; one that is not used leaves a gap. */
export async function nextTicketNumber(tx: TenantTx): Promise<number> {
  const [row] = await tx.rows<{ number: number }>(sql`SELECT app.next_ticket_number() AS number`)
  if (row === undefined) throw new Error('no ticket number')
  return row.number
}
