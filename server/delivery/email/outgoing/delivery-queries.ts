import type { Delivery, DeliveryState, MailKind } from '../../../../contracts/deliveries.ts'
import { type Sql, sql, type TenantRead, type TenantTx } from '../../../platform/db/index.ts'

/** A delivery under its lock. */
export type LockedDelivery = {
  id: string
  kind: MailKind
  ticketId: string
  ticketVersion: number
  messageId: string
  eventSeq: number
  personId: string
  mailboxId: string
  addressKey: string
  state: DeliveryState
  reason: string | null
  attempts: number
  nextAt: string
  firstFailedAt: string | null
  requestId: string | null
}

/** What depends on the lock, read behind it. */
export type DeliveryFacts = {
  now: string
  paused: boolean
  verified: boolean
  earlierState: DeliveryState | null
  earlierFailedAt: string | null
  /** Whether the mailbox has sent a mail since this one failed first. */
  passedSince: boolean
}

/** Locks a delivery to the end of the transaction and reads what its fate depends on; undefined when there is none. */
export async function lockDelivery(
  tx: TenantTx,
  id: string,
): Promise<{ delivery: LockedDelivery; facts: DeliveryFacts } | undefined> {
  const [deliveries, facts] = await Promise.all([
    tx.rows<LockedDelivery>(sql`SELECT d.id, d.kind, d.ticket_id AS "ticketId", t.version AS "ticketVersion", d.message_id AS "messageId",
        d.event_seq AS "eventSeq", d.person_id AS "personId", d.mailbox_id AS "mailboxId", d.address_key AS "addressKey", d.state, d.reason,
        d.attempts, d.next_at AS "nextAt", d.first_failed_at AS "firstFailedAt", d.request_id AS "requestId"
      FROM app.delivery d JOIN app.ticket t ON t.tenant_id = d.tenant_id AND t.id = d.ticket_id
      WHERE d.tenant_id = ${tx.tenantId} AND d.id = ${id} FOR NO KEY UPDATE OF d`),
    // Sent with the lock, run after it: its snapshot is the one that counts.
    tx.rows<DeliveryFacts>(sql`SELECT app.now() AS now, m.paused_at IS NOT NULL AS paused, m.verified, e.state AS "earlierState",
        e.first_failed_at AS "earlierFailedAt",
        EXISTS (SELECT FROM app.delivery s WHERE s.tenant_id = d.tenant_id AND s.mailbox_id = d.mailbox_id AND s.state = 'SENT'
          AND s.decided_at > d.first_failed_at) AS "passedSince"
      FROM app.delivery d JOIN app.mailbox m ON m.tenant_id = d.tenant_id AND m.id = d.mailbox_id
      LEFT JOIN LATERAL (SELECT e.state, e.first_failed_at FROM app.delivery e
        WHERE e.tenant_id = d.tenant_id AND e.ticket_id = d.ticket_id AND e.person_id = d.person_id AND e.event_seq < d.event_seq
          AND e.state IN ('PENDING', 'SENDING', 'RETRY')
          AND NOT (e.state = 'RETRY' AND e.first_failed_at <= app.now() - interval '10 minutes')
        ORDER BY e.event_seq LIMIT 1) AS e ON true
      WHERE d.tenant_id = ${tx.tenantId} AND d.id = ${id}`),
  ])
  const [delivery] = deliveries
  const [fact] = facts
  return delivery === undefined || fact === undefined ? undefined : { delivery, facts: fact }
}

/** What a mail is made of, beside its files. */
export type DeliveryContent = {
  id: string
  kind: MailKind
  state: DeliveryState
  ticketId: string
  ticketKey: string
  ticketSubject: string
  messageId: string
  authorKind: 'REQUESTER' | 'AGENT' | 'SYSTEM'
  authorName: string
  body: string
  bodyHtml: string
  teamName: string
  organisationName: string
  personName: string
  requesterName: string
  address: string
  mailboxAddress: string
  mailboxName: string | null
  subject: string
  header: string
  inReplyTo: string | null
  references: string[]
  replyTo: string
  autoSubmitted: string | null
  createdAt: string
}

/** What a mail is made of; undefined when there is no such delivery. */
export async function deliveryContent(tx: TenantRead, id: string): Promise<DeliveryContent | undefined> {
  const rows =
    await tx.rows<DeliveryContent>(sql`SELECT d.id, d.kind, d.state, d.ticket_id AS "ticketId", t.key AS "ticketKey",
      t.subject AS "ticketSubject", d.message_id AS "messageId", m.author_kind AS "authorKind", a.name AS "authorName", m.body,
      m.body_html AS "bodyHtml", g.name AS "teamName", o.name AS "organisationName", p.name AS "personName", r.name AS "requesterName",
      d.address, b.address AS "mailboxAddress", b.display_name AS "mailboxName", d.subject, d.header, d.in_reply_to AS "inReplyTo",
      d.refs AS "references", d.reply_to AS "replyTo", d.auto_submitted AS "autoSubmitted", d.created_at AS "createdAt"
    FROM app.delivery d
    JOIN app.ticket t ON t.tenant_id = d.tenant_id AND t.id = d.ticket_id
    JOIN app.team g ON g.tenant_id = t.tenant_id AND g.id = t.team_id
    JOIN app.message m ON m.tenant_id = d.tenant_id AND m.id = d.message_id
    JOIN app.person a ON a.tenant_id = d.tenant_id AND a.id = m.author_id
    JOIN app.person p ON p.tenant_id = d.tenant_id AND p.id = d.person_id
    JOIN app.person r ON r.tenant_id = d.tenant_id AND r.id = t.requester_id
    JOIN app.mailbox b ON b.tenant_id = d.tenant_id AND b.id = d.mailbox_id
    JOIN app.tenant o ON o.id = d.tenant_id
    WHERE d.tenant_id = ${tx.tenantId} AND d.id = ${id}`)
  return rows[0]
}

/** A page of a ticket's mails as they are shown, newest first; one more than `limit` where there is a next page. */
export async function deliveriesOfTicket(
  tx: TenantRead,
  ticketId: string,
  page: { limit: number; after: string | undefined },
): Promise<Delivery[]> {
  const before = page.after === undefined ? sql`` : sql`AND d.id < ${page.after}`
  return shown(tx, sql`d.ticket_id = ${ticketId} ${before} ORDER BY d.id DESC LIMIT ${page.limit + 1}`)
}

/** One mail as it is shown. */
export async function shownDelivery(tx: TenantRead, id: string): Promise<Delivery | undefined> {
  return (await shown(tx, sql`d.id = ${id}`))[0]
}

async function shown(tx: TenantRead, where: Sql): Promise<Delivery[]> {
  return tx.rows<Delivery>(sql`SELECT d.id, d.kind, d.ticket_id AS "ticketId", d.message_id AS "messageId",
      jsonb_build_object('id', d.person_id, 'name', p.name) AS person, d.address, d.mailbox_id AS "mailboxId", d.subject, d.state, d.reason,
      d.detail, d.attempts, d.created_at AS "createdAt", d.decided_at AS "decidedAt",
      CASE WHEN d.decided_at IS NULL AND d.next_at < 'infinity' THEN d.next_at END AS "nextAt"
    FROM app.delivery d JOIN app.person p ON p.tenant_id = d.tenant_id AND p.id = d.person_id
    WHERE d.tenant_id = ${tx.tenantId} AND ${where}`)
}
