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

/** Remembers the Message-ID of a message that this command inserted before: what answers it will find the ticket. */
export function insertThread(
  tx: TenantTx,
  thread: { messageIdHash: Buffer; messageId: string; ticketId: string },
): void {
  tx.deferNumbered(sql`INSERT INTO app.mail_thread (tenant_id, message_id_hash, message_id, ticket_id)
    VALUES (${tx.tenantId}, ${thread.messageIdHash}, ${thread.messageId}, ${thread.ticketId}) ON CONFLICT DO NOTHING`)
}
