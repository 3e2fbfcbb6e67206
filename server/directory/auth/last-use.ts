import { type Database, type TenantTx, write } from '../../platform/db/index.ts'

/** Told when the note of a last use fails; the request itself goes on. */
export type OnNoteError = (error: unknown) => void

type Notes = Map<string, Promise<void>>
const notesOf = new WeakMap<Database, Notes>()

/**
 * Notes a key's or session's last use beside the request, which does not wait for it. While a note of the same thing is
 * under way there is no second one.
 */
export function noteUse(
  db: Database,
  use: { tenantId: string; what: string },
  store: (tx: TenantTx) => void,
  onError: OnNoteError,
): void {
  const notes = notesIn(db)
  const name = `${use.tenantId} ${use.what}`
  if (notes.has(name)) return
  const note = write(db, { tenantId: use.tenantId, actorId: null }, async (tx) => store(tx))
    .then(() => {}, onError)
    .finally(() => notes.delete(name))
  notes.set(name, note)
}

/** Waits for the notes that are under way: before the pool is closed, and in tests. */
export async function settleLastUses(db: Database): Promise<void> {
  await Promise.all(notesIn(db).values())
}

function notesIn(db: Database): Notes {
  let notes = notesOf.get(db)
  if (notes === undefined) {
    notes = new Map()
    notesOf.set(db, notes)
  }
  return notes
}
