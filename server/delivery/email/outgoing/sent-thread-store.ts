import { json, sql, type TenantTx } from '../../../platform/db/index.ts'
import { messageIdHash } from '../mail-identity.ts'
import type { NewDelivery } from './delivery-store.ts'

/** Remembers the Message-IDs of mails to be, before any is sent: what answers them will find the ticket. */
export function insertSentThreads(tx: TenantTx, deliveries: readonly NewDelivery[]): void {
  if (deliveries.length === 0) return
  const rows = deliveries.map(({ header, messageId, ticketId, personId, kind, eventSeq }) => ({
    hash: messageIdHash(tx.tenantId, header.slice(1, -1)).toString('hex'),
    message_id: messageId,
    ticket_id: ticketId,
    header,
    person_id: personId,
    kind,
    seq: eventSeq,
  }))
  tx.defer(sql`INSERT INTO app.mail_thread (tenant_id, message_id_hash, message_id, ticket_id, header, person_id, kind, seq)
    SELECT ${tx.tenantId}, decode(hash, 'hex'), message_id, ticket_id, header, person_id, kind, seq
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(hash text, message_id uuid, ticket_id uuid, header text, person_id uuid,
      kind text, seq bigint) ON CONFLICT DO NOTHING`)
}
