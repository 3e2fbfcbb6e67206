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
      blocking(_from, _to, event) {
        opened = undefined
        ;(event.target as unknown as { close(): void }).close()
      },
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
      const isSaved = ({ isOnServer, aside }: ShelvedDraft) => isOnServer && aside === undefined
      for (const draft of drafts) if (isSaved(draft)) await db.delete('drafts', [draft.ticketId, draft.kind])
      if (!drafts.every(isSaved)) return
      db.close()
      opened = undefined
      // A tab that the browser froze lets go of nothing; then an empty place stays until it does.
      await new Promise<void>((resolve, reject) => {
        deleteDB(name, { blocked: () => resolve() }).then(resolve, reject)
      })
    },
  }
}
