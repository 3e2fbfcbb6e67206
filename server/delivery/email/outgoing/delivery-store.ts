import type { MailKind } from '../../../../contracts/deliveries.ts'
import { json, sql, type TenantTx } from '../../../platform/db/index.ts'

/** A mail to be, as it is written down before anything is sent. Instants are RFC 3339. */
export type NewDelivery = {
  id: string
  kind: MailKind
  ticketId: string
  messageId: string
  eventSeq: number
  personId: string
  mailboxId: string
  address: string
  addressKey: string
  subject: string
  header: string
  inReplyTo: string | null
  references: readonly string[]
  replyTo: string
  autoSubmitted: 'auto-replied' | 'auto-generated' | null
  requestId: string | null
  now: string
}

/** Writes mails to be; one that the same fact made before is left as it is. */
export function insertDeliveries(tx: TenantTx, deliveries: readonly NewDelivery[]): void {
  if (deliveries.length === 0) return
  const rows = deliveries.map((one) => ({
    id: one.id,
    kind: one.kind,
    ticket_id: one.ticketId,
    message_id: one.messageId,
    event_seq: one.eventSeq,
    person_id: one.personId,
    mailbox_id: one.mailboxId,
    address: one.address,
    address_key: one.addressKey,
    subject: one.subject,
    header: one.header,
    in_reply_to: one.inReplyTo,
    refs: one.references,
    reply_to: one.replyTo,
    auto_submitted: one.autoSubmitted,
    request_id: one.requestId,
    now: one.now,
  }))
  tx.defer(sql`INSERT INTO app.delivery (tenant_id, id, kind, ticket_id, message_id, event_seq, person_id, mailbox_id, address,
      address_key, subject, header, in_reply_to, refs, reply_to, auto_submitted, state, next_at, request_id, created_at)
    SELECT ${tx.tenantId}, id, kind, ticket_id, message_id, event_seq, person_id, mailbox_id, address, address_key, subject, header,
      in_reply_to, ARRAY(SELECT jsonb_array_elements_text(refs)), reply_to, auto_submitted, 'PENDING', now, request_id, now
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(id uuid, kind text, ticket_id uuid, message_id uuid, event_seq bigint,
      person_id uuid, mailbox_id uuid, address text, address_key text, subject text, header text, in_reply_to text, refs jsonb,
      reply_to text, auto_submitted text, request_id text, now timestamptz)
    ON CONFLICT DO NOTHING`)
}

/** Begins an attempt: from now to the end of the lease nobody else sends this mail. */
export function storeSending(tx: TenantTx, id: string, leaseUntil: string): void {
  tx.defer(sql`UPDATE app.delivery SET state = 'SENDING', attempts = attempts + 1, lease_until = ${leaseUntil}, next_at = ${leaseUntil}
    WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}

/** Leaves a mail open, to be looked at again at `nextAt`; `infinity` until its mailbox wakes it. */
export function storeOpen(
  tx: TenantTx,
  id: string,
  open: {
    state?: 'PENDING' | 'RETRY'
    nextAt: string
    attempts?: number
    reason?: string
    detail?: string
    firstFailedAt?: string
  },
): void {
  tx.defer(sql`UPDATE app.delivery SET state = coalesce(${open.state}, state), next_at = ${open.nextAt}, lease_until = NULL,
      attempts = coalesce(${open.attempts}, attempts), reason = coalesce(${open.reason}, reason), detail = coalesce(${open.detail}, detail),
      first_failed_at = coalesce(${open.firstFailedAt}, first_failed_at)
    WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}

/** How a mail ended. `attempts` only where this ending is an attempt of its own. */
export type DeliveryEnding = {
  state: 'SENT' | 'FAILED' | 'SUPPRESSED' | 'BOUNCED'
  reason: string | null
  detail: string | null
  attempts?: number
  now: string
}

/** Ends a mail. */
export function storeDeliveryEnding(tx: TenantTx, id: string, ending: DeliveryEnding): void {
  const { state, reason, detail, attempts, now } = ending
  tx.defer(sql`UPDATE app.delivery SET state = ${state}, reason = ${reason}, detail = ${detail}, decided_at = ${now},
      attempts = coalesce(${attempts}, attempts), lease_until = NULL, next_at = ${now}
    WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}

/** Opens a decided mail again, as if just made; its ids stay. */
export function storeReopened(tx: TenantTx, id: string, now: string): void {
  tx.defer(sql`UPDATE app.delivery SET state = 'PENDING', reason = NULL, detail = NULL, attempts = 0, next_at = ${now},
      first_failed_at = NULL, decided_at = NULL WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}

/** Wakes, now, the mails that wait for their mailbox; answers which. */
export async function wakeParked(tx: TenantTx, mailboxId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`UPDATE app.delivery SET next_at = app.now()
    WHERE tenant_id = ${tx.tenantId} AND mailbox_id = ${mailboxId} AND state IN ('PENDING', 'RETRY') AND next_at = 'infinity'
    RETURNING id`)
  return rows.map((row) => row.id).sort()
}

/**
 * Wakes, now, the next mail that a decided one held up; answers which. One that is being looked at in this moment is waited
 * for: it may be about to wait for what has just ended (seen: it then waited two minutes for nothing).
 */
export async function wakeNext(
  tx: TenantTx,
  decided: { ticketId: string; personId: string; eventSeq: number },
): Promise<string[]> {
  const { ticketId, personId, eventSeq } = decided
  const rows = await tx.rows<{ id: string }>(sql`UPDATE app.delivery SET next_at = app.now()
    WHERE tenant_id = ${tx.tenantId} AND state = 'PENDING' AND next_at < 'infinity' AND id = (SELECT id FROM app.delivery
      WHERE tenant_id = ${tx.tenantId} AND ticket_id = ${ticketId} AND person_id = ${personId} AND event_seq > ${eventSeq}
        AND state = 'PENDING' ORDER BY event_seq LIMIT 1)
    RETURNING id`)
  return rows.map((row) => row.id)
}
