import { json, sql, type TenantTx } from '../../platform/db/index.ts'
import { append, type EventActor } from '../../platform/log/index.ts'
import type { StoredFile } from './store-files.ts'

/** Stored files and the message that they came with. `now` is RFC 3339. */
export type NewAttachments = {
  ticketId: string
  messageId: string
  files: readonly StoredFile[]
  now: string
  actor: EventActor
  cause: Record<string, string>
  visibility: 'PUBLIC' | 'INTERNAL'
}

/**
 * Attaches stored files to a message that this command has inserted before, and tells each, seen by whoever sees the
 * message. No file is no statement.
 */
export function insertAttachments(tx: TenantTx, input: NewAttachments): void {
  const { ticketId, messageId, files, now } = input
  if (files.length === 0) return
  const rows = files.map(({ sha256, contentId, storageKey, contentType, ...file }) => ({
    ...file,
    content_type: contentType,
    sha256: sha256.toString('hex'),
    content_id: contentId,
    storage_key: storageKey,
  }))
  for (const { id, filename, size } of files) {
    append(tx, {
      type: 'attachment.added',
      ticketId,
      visibility: input.visibility,
      actor: input.actor,
      at: now,
      cause: input.cause,
      refs: { attachmentId: id, messageId, filename, size },
    })
  }
  tx.deferNumbered(sql`INSERT INTO app.attachment (tenant_id, id, ticket_id, message_id, filename, content_type, size, sha256, inline,
      content_id, storage_key, created_at)
    SELECT ${tx.tenantId}, id, ${ticketId}, ${messageId}, filename, content_type, size, decode(sha256, 'hex'), inline, content_id,
      storage_key, ${now}
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(id uuid, filename text, content_type text, size bigint, sha256 text,
      inline boolean, content_id text, storage_key text)`)
}
