import { createHash } from 'node:crypto'
import { Problem } from '../../platform/http/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import type { AttachmentRow } from './queries.ts'

/**
 * The bytes of an attachment, checked against its checksum. Bytes that are gone or changed are a failure of ours, to be
 * found in the log: rejects with `internal`; wrong ones are never handed out.
 */
export async function soundBytes(storage: Storage, row: AttachmentRow): Promise<Buffer> {
  const bytes = await storage.get(row.storageKey)
  const damage =
    bytes === null ? 'is missing' : isSound(bytes, row) ? undefined : 'does not match its checksum'
  if (bytes === null || damage !== undefined) {
    throw new Problem('internal', 'The stored file cannot be read.', {
      cause: new Error(`the file of attachment ${row.id} ${damage}`),
    })
  }
  return bytes
}

function isSound(bytes: Buffer, row: AttachmentRow): boolean {
  return bytes.length === row.size && createHash('sha256').update(bytes).digest().equals(row.sha256)
}
