import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { ShelvedDraft } from './draft.ts'

/** Where drafts lie on this device. Everything rejects when the device cannot keep them. */
export type DraftShelf = {
  read(ticketId: string, kind: ShelvedDraft['kind']): Promise<ShelvedDraft | undefined>
  write(draft: ShelvedDraft): Promise<void>
  remove(ticketId: string, kind: ShelvedDraft['kind']): Promise<void>
  list(): Promise<ShelvedDraft[]>
  /** Takes away what the desk has too; what it does not have stays for its author. */
  wipeSaved(): Promise<void>
}

interface Schema extends DBSchema {
  drafts: { key: [string, string]; value: ShelvedDraft }
}

/** The drafts of one person in this browser's IndexedDB. Each write is on disk before it resolves. */
export function openDraftShelf(owner: string): DraftShelf {
  const name = `docket-drafts:${owner}`
  let opened: Promise<IDBPDatabase<Schema>> | undefined
  const database = () => {
    opened ??= openDB<Schema>(name, 1, {
      upgrade: (db) => void db.createObjectStore('drafts', { keyPath: ['ticketId', 'kind'] }),
      blocking: (_from, _to, event) => (event.target as unknown as { close(): void }).close(),
      terminated() {
        opened = undefined
      },
    })
    opened.catch(() => {
      opened = undefined
    })
    return opened
  }
  return {
    read: async (ticketId, kind) => (await database()).get('drafts', [ticketId, kind]),
    async write(draft) {
      const tx = (await database()).transaction('drafts', 'readwrite', { durability: 'strict' })
      await tx.store.put(draft)
      await tx.done
    },
    remove: async (ticketId, kind) => (await database()).delete('drafts', [ticketId, kind]),
    list: async () => (await database()).getAll('drafts'),
    async wipeSaved() {
      const db = await database()
      const drafts = await db.getAll('drafts')
      const unsaved = drafts.filter(({ isOnServer }) => !isOnServer)
      for (const { ticketId, kind, isOnServer } of drafts)
        if (isOnServer) await db.delete('drafts', [ticketId, kind])
      if (unsaved.length > 0) return
      db.close()
      opened = undefined
      await deleteDB(name)
    },
  }
}
