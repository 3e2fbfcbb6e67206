import { sql, type TenantTx } from '../../platform/db/index.ts'

/**
 * Claims a mail's key now, waiting for another mail that is claiming the same; answers the inbound mail that holds it,
 * which is this one when it was first (or is run again).
 */
export async function claimDedupeKey(tx: TenantTx, key: Buffer, inboundId: string): Promise<DedupeHolder> {
  const [, rows] = await Promise.all([
    tx.rows(sql`INSERT INTO app.mail_dedupe (tenant_id, key_hash, inbound_id) VALUES (${tx.tenantId}, ${key}, ${inboundId})
      ON CONFLICT (tenant_id, key_hash) DO NOTHING`),
    // A statement of its own: it sees the holder that the insert had to wait for.
    tx.rows<DedupeHolder>(sql`SELECT d.inbound_id AS "inboundId", i.ticket_id AS "ticketId", i.message_id AS "messageId"
      FROM app.mail_dedupe d LEFT JOIN app.inbound i ON i.tenant_id = d.tenant_id AND i.id = d.inbound_id
      WHERE d.tenant_id = ${tx.tenantId} AND d.key_hash = ${key}`),
  ])
  return rows[0] ?? { inboundId, ticketId: null, messageId: null }
}

export type DedupeHolder = { inboundId: string; ticketId: string | null; messageId: string | null }

/** A Message-ID that leads to a ticket: of a mail that was received or sent. */
export type NewThread = {
  messageIdHash: Buffer
  messageId: string
  ticketId: string
  /** The id as it stands in the mail, with `<>`: what answers quote. */
  header?: string | undefined
  /** Who sent a received mail, who gets a sent one. */
  personId?: string | undefined
  kind?: 'MESSAGE' | 'ACKNOWLEDGEMENT'
  /** The message's position: known (`seq`), or told by this command (`k`). */
  seq?: number | undefined
  k?: number | undefined
}

/**
 * Remembers the Message-ID of a message that is there, or that this command inserted before: what answers it will find
 * the ticket.
 */
export function insertThread(tx: TenantTx, thread: NewThread): void {
  const { messageIdHash, messageId, ticketId, header, personId, kind = 'MESSAGE', seq, k } = thread
  tx.deferNumbered(sql`INSERT INTO app.mail_thread (tenant_id, message_id_hash, message_id, ticket_id, header, person_id, kind, seq)
    VALUES (${tx.tenantId}, ${messageIdHash}, ${messageId}, ${ticketId}, ${header}, ${personId}, ${kind},
      CASE WHEN ${k}::integer IS NULL THEN ${seq}::bigint ELSE app.seq(${k}) END) ON CONFLICT DO NOTHING`)
}
