import type { InboundState } from '../../../contracts/inbound.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import type { MailIdentity } from './mail-identity.ts'

/** A mail about to be kept. Without a mailbox it is suspended at once. `recipient`: the envelope's, where it is known. */
export type NewInbound = MailIdentity & {
  id: string
  raw: Buffer
  mailboxId: string | null
  recipient: string | null
  exempt: boolean
  importId: string | null
  requestId: string | null
}

/** The one source so far: bytes handed in by the API or read from files, told apart by their SHA-256. */
export const RAW_SOURCE = 'raw'

/**
 * Keeps a mail with its bytes, now; answers whether it was new. One that another transaction is keeping is waited for.
 * Bytes go with the row in one statement, so neither is ever there alone.
 */
export async function insertInbound(tx: TenantTx, mail: NewInbound): Promise<boolean> {
  const known = mail.mailboxId !== null
  const rows = await tx.rows(sql`WITH fresh AS (
      INSERT INTO app.inbound (tenant_id, id, mailbox_id, source, external_id, size, state, reason, detail, recipient, message_id_hash, answers,
        look_after, exempt, import_id, request_id, received_at, decided_at)
      VALUES (${tx.tenantId}, ${mail.id}, ${mail.mailboxId}, ${RAW_SOURCE}, ${mail.externalId}, ${mail.raw.length},
        ${known ? 'RECEIVED' : 'SUSPENDED'}, ${known ? null : 'UNKNOWN_RECIPIENT'}, ${known ? null : mail.recipient}, ${mail.recipient},
        ${mail.messageIdHash}, ${mail.answers}::bytea[], app.now() + make_interval(secs => ${mail.importId === null ? 60 : 600}), ${mail.exempt}, ${mail.importId},
        ${mail.requestId}, app.now(), CASE WHEN ${known}::boolean THEN NULL ELSE app.now() END)
      ON CONFLICT (tenant_id, source, external_id) DO NOTHING RETURNING id),
    bytes AS (INSERT INTO app.inbound_raw (tenant_id, inbound_id, raw) SELECT ${tx.tenantId}, id, ${mail.raw} FROM fresh)
    SELECT id FROM fresh`)
  return rows.length > 0
}

/** How a mail ended. */
export type Ending = {
  state: InboundState
  reason?: string | undefined
  detail?: string | undefined
  ticketId?: string | undefined
  messageId?: string | undefined
  sender?: string | undefined
  subject?: string | undefined
  now: string
}

/** Writes a mail's final state. What an ending does not say stays as it was, but for reason and detail. */
export function storeEnding(tx: TenantTx, id: string, ending: Ending, attemptsMore: 0 | 1 = 1): void {
  tx.defer(sql`UPDATE app.inbound SET state = ${ending.state}, reason = ${ending.reason}, detail = ${ending.detail},
      ticket_id = coalesce(${ending.ticketId}, ticket_id), message_id = coalesce(${ending.messageId}, message_id),
      sender = coalesce(${ending.sender}, sender), subject = coalesce(${ending.subject}, subject),
      attempts = attempts + CASE WHEN state = 'PROCESSING' THEN 0 ELSE ${attemptsMore}::integer END, waits_for = NULL, decided_at = ${ending.now}
    WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}

/** Puts a mail aside until the mail it answers is decided; the sweep looks after it in a minute. */
export function storeWait(tx: TenantTx, id: string, waitsFor: string, now: string): void {
  tx.defer(sql`UPDATE app.inbound SET state = 'RETRY', reason = 'WAITING', waits_for = ${waitsFor}, waits = waits + 1,
      waiting_since = coalesce(waiting_since, ${now}), look_after = ${now}::timestamptz + interval '60 seconds'
    WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}

/**
 * Counts a try before it begins, as every one after the first is: a mail that ends its process (too much memory) is
 * counted too, and does not come back for ever. `triesMore` is 0 for a try whose count was written before.
 */
export function storeRetryBegun(tx: TenantTx, id: string, triesMore: 0 | 1): void {
  tx.defer(sql`UPDATE app.inbound SET state = 'PROCESSING', attempts = attempts + ${triesMore}::integer, waits_for = NULL,
      look_after = app.now() + interval '5 minutes' WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}

/** Counts a failed try, unless it was counted when it began; the sweep looks after it once the queue's own retry should have come. */
export function storeFailure(tx: TenantTx, id: string, reason: string): void {
  tx.defer(sql`UPDATE app.inbound SET state = 'RETRY', reason = ${reason}, waits_for = NULL,
      attempts = attempts + CASE WHEN state = 'PROCESSING' THEN 0 ELSE 1 END, look_after = app.now() + interval '5 minutes' WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}

/** Makes a mail as if just received, for a person who wants it run again: it counts towards no limit any more. */
export function storeRerun(tx: TenantTx, id: string, mailboxId: string): void {
  tx.defer(sql`UPDATE app.inbound SET state = 'RECEIVED', reason = NULL, detail = NULL, attempts = 0, waits = 0, waits_for = NULL,
      waiting_since = NULL, exempt = true, mailbox_id = ${mailboxId}, look_after = app.now() + interval '60 seconds', decided_at = NULL
    WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}

/** Puts off the next look of the sweep at these mails. */
export function storeLook(tx: TenantTx, ids: readonly string[]): void {
  tx.defer(sql`UPDATE app.inbound SET look_after = app.now() + interval '5 minutes'
    WHERE tenant_id = ${tx.tenantId} AND id = ANY(${ids}::uuid[])`)
}
