import { type Storage, storageKey } from '../../platform/storage/index.ts'

/** A file about to be stored. `id` becomes the attachment's; `filename` is safe to offer already. */
export type NewFile = {
  id: string
  filename: string
  contentType: string
  content: Buffer
  inline: boolean
  contentId?: string | undefined
}

/** A file whose bytes are durable and that no row names yet. */
export type StoredFile = {
  id: string
  filename: string
  contentType: string
  size: number
  sha256: Buffer
  inline: boolean
  contentId: string | null
  storageKey: string
}

const AT_ONCE_MAX = 4

/**
 * Makes the bytes of files durable, before the transaction that names them. When that fails, the caller drops them; a
 * process that dies in between leaves bytes that nothing names, which does no harm.
 */
export async function storeFiles(
  storage: Storage,
  tenantId: string,
  files: readonly NewFile[],
): Promise<StoredFile[]> {
  const stored: StoredFile[] = []
  for (let i = 0; i < files.length; i += AT_ONCE_MAX) {
    const some = files.slice(i, i + AT_ONCE_MAX)
    stored.push(...(await Promise.all(some.map((file) => storeFile(storage, tenantId, file)))))
  }
  return stored
}

/** Forgets the bytes of files that no row came to name. */
export async function dropFiles(storage: Storage, files: readonly StoredFile[]): Promise<void> {
  await Promise.all(files.map((file) => storage.delete(file.storageKey)))
}

async function storeFile(storage: Storage, tenantId: string, file: NewFile): Promise<StoredFile> {
  const { id, filename, contentType, inline } = file
  const key = storageKey(tenantId, id)
  const { sha256, size } = await storage.put(key, file.content)
  return {
    id,
    filename,
    contentType,
    size,
    sha256,
    inline,
    contentId: file.contentId ?? null,
    storageKey: key,
  }
}
