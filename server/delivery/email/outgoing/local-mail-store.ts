import { sql, type TenantTx } from '../../../platform/db/index.ts'

/** A mail as it would have left. */
export type KeptMail = {
  deliveryId: string
  raw: Buffer
  sender: string
  recipient: string
  subject: string
  ticketId: string
  now: string
}

/** Keeps a mail in the local inbox; one that is kept stays as it is. */
export function insertLocalMail(tx: TenantTx, mail: KeptMail): void {
  tx.defer(sql`INSERT INTO app.local_mail (tenant_id, delivery_id, raw, sender, recipient, subject, ticket_id, kept_at)
    VALUES (${tx.tenantId}, ${mail.deliveryId}, ${mail.raw}, ${mail.sender}, ${mail.recipient}, ${mail.subject}, ${mail.ticketId},
      ${mail.now}) ON CONFLICT DO NOTHING`)
}

/** Forgets all but the newest mails of the local inbox. */
export function deleteOldLocalMail(tx: TenantTx, keptMax: number): void {
  tx.defer(sql`DELETE FROM app.local_mail WHERE tenant_id = ${tx.tenantId} AND (kept_at, delivery_id) < (SELECT kept_at, delivery_id
    FROM app.local_mail WHERE tenant_id = ${tx.tenantId} ORDER BY kept_at DESC, delivery_id DESC OFFSET ${keptMax - 1} LIMIT 1)`)
}
