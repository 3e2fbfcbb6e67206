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
 * message. Answers the position of the last fact, for what follows the ticket's facts; no file is no statement, and none.
 */
export function insertAttachments(tx: TenantTx, input: NewAttachments): number | undefined {
  const { ticketId, messageId, files, now } = input
  if (files.length === 0) return undefined
  const rows = files.map(({ sha256, contentId, storageKey, contentType, ...file }) => ({
    ...file,
    content_type: contentType,
    sha256: sha256.toString('hex'),
    content_id: contentId,
    storage_key: storageKey,
  }))
  let lastK: number | undefined
  for (const { id, filename, size } of files) {
    const { k } = append(tx, {
      type: 'attachment.added',
      ticketId,
      visibility: input.visibility,
      actor: input.actor,
      at: now,
      cause: input.cause,
      refs: { attachmentId: id, messageId, filename, size },
    })
    lastK = k
  }
  tx.deferNumbered(sql`INSERT INTO app.attachment (tenant_id, id, ticket_id, message_id, filename, content_type, size, sha256, inline,
      content_id, storage_key, created_at)
    SELECT ${tx.tenantId}, id, ${ticketId}, ${messageId}, filename, content_type, size, decode(sha256, 'hex'), inline, content_id,
      storage_key, ${now}
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(id uuid, filename text, content_type text, size bigint, sha256 text,
      inline boolean, content_id text, storage_key text)`)
  return lastK
}
