import { sql, type TenantRead } from '../../platform/db/index.ts'

/** An attachment as it is kept. */
export type AttachmentRow = {
  id: string
  ticketId: string
  messageId: string
  filename: string
  contentType: string
  size: number
  sha256: Buffer
  inline: boolean
  storageKey: string
}

/** The attachments of messages, by message, each list in the order they came; one statement, none for no message. */
export async function attachmentsOf(
  tx: TenantRead,
  messageIds: readonly string[],
): Promise<Map<string, AttachmentRow[]>> {
  const byMessage = new Map<string, AttachmentRow[]>()
  if (messageIds.length === 0) return byMessage
  const rows = await tx.rows<AttachmentRow>(sql`${SELECT} WHERE tenant_id = ${tx.tenantId}
    AND message_id = ANY(${messageIds}::uuid[]) ORDER BY message_id, id`)
  for (const row of rows) byMessage.set(row.messageId, [...(byMessage.get(row.messageId) ?? []), row])
  return byMessage
}

/** An attachment by its id; who may see it is not asked here. */
export async function attachmentById(tx: TenantRead, id: string): Promise<AttachmentRow | undefined> {
  const rows = await tx.rows<AttachmentRow>(sql`${SELECT} WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
  return rows[0]
}

const SELECT = sql`SELECT id, ticket_id AS "ticketId", message_id AS "messageId", filename, content_type AS "contentType", size,
  sha256, inline, storage_key AS "storageKey" FROM app.attachment`
