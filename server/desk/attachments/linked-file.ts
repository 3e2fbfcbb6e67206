import { type Database, read, sql, type TenantTx } from '../../platform/db/index.ts'
import { makeTenantKey, tenantKeys } from '../../platform/keys/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { downloadHeaders } from './download-headers.ts'
import { formatFileLink, isGenuineLink, parseFileLink } from './file-link.ts'
import { attachmentById } from './queries.ts'
import { soundBytes } from './sound-bytes.ts'

/** The keys that sign links to files. */
const FILE_LINK_KEY = 'file-link'

/** Where the page that opens links is. */
export const FILE_LINK_PATH = '/files/:link'

/** What a link opened; `ended` is told to who has a genuine one alone. */
export type LinkedFile =
  | { kind: 'file'; bytes: Buffer; headers: Record<string, string> }
  | { kind: 'ended' | 'unknown' }

/**
 * Paths that open attachments without signing in, by the attachments' ids, until an instant (Unix time in milliseconds).
 * The same each time. For who was sent the message that the files came with. Rule: docs/behaviour/attachments.md.
 */
export async function filePaths(
  tx: TenantTx,
  attachmentIds: readonly string[],
  untilMs: number,
): Promise<Map<string, string>> {
  const key = await makeTenantKey(tx, FILE_LINK_KEY)
  const { tenantId } = tx
  return new Map(
    attachmentIds.map((attachmentId) => [
      attachmentId,
      FILE_LINK_PATH.replace(':link', formatFileLink(key, { tenantId, attachmentId, untilMs })),
    ]),
  )
}

/**
 * Opens the file of a link. Forged, of another tenant's key, about a file that is gone: all are `unknown`. Rejects like
 * the reading of an attachment when its bytes are missing or changed.
 */
export async function openLinkedFile(
  { db, storage }: { db: Database; storage: Storage },
  text: string,
): Promise<LinkedFile> {
  const link = parseFileLink(text)
  if (link === undefined) return { kind: 'unknown' }
  const { tenantId, attachmentId, untilMs } = link
  const [keys, row, clock] = await read(db, { tenantId, actorId: null }, (tx) =>
    Promise.all([
      tenantKeys(tx, FILE_LINK_KEY),
      attachmentById(tx, attachmentId),
      tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
    ]),
  )
  if (!isGenuineLink(link, keys) || row === undefined) return { kind: 'unknown' }
  if (untilMs <= Date.parse(clock[0]?.now ?? '')) return { kind: 'ended' }
  return { kind: 'file', bytes: await soundBytes(storage, row), headers: downloadHeaders(row) }
}
