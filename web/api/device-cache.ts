import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Ticket } from '../../contracts/tickets.ts'
import type { ThreadEnds } from './thread.ts'
import type { LogTail } from './ticket-log.ts'

/** What is kept of a ticket that was opened: its messages, its facts, and how far it was read. */
export type KeptParts = { thread?: ThreadEnds; log?: LogTail; seenSeq?: number }
/** A ticket as it was last seen here. */
export type KeptTicket = { ticket: Ticket } & KeptParts
export type KeptList = { ids: readonly string[]; nextCursor: string | null }

export type DeviceCache = {
  readTicket(idOrKey: string): Promise<KeptTicket | undefined>
  keepTickets(tickets: readonly Ticket[]): Promise<void>
  /** Keeps more of a ticket; what is not named stays. */
  keepParts(ticket: Ticket, parts: KeptParts): Promise<void>
  readList(key: string): Promise<{ items: Ticket[]; nextCursor: string | null } | undefined>
  keepList(key: string, list: KeptList): Promise<void>
  /** It is not there any more, or may not be seen. */
  forget(ticketId: string): Promise<void>
  /** Takes everything of this person off the device; what comes after that is not kept. */
  wipe(): Promise<void>
}

type TicketRow = { id: string; usedAt: number } & KeptTicket
type ListRow = KeptList & { key: string; usedAt: number }
interface Schema extends DBSchema {
  tickets: { key: string; value: TicketRow; indexes: { usedAt: number; key: string } }
  lists: { key: string; value: ListRow; indexes: { usedAt: number } }
}

export const TICKETS_MAX = 300
export const LISTS_MAX = 50

/**
 * What this browser keeps of the desk for one person, so that the next visit shows it at once: the last 300 tickets
 * and 50 lists. It is a convenience: a full disk, a private window or a broken database only make it forget.
 * Rule: docs/behaviour/web-data.md, "Kept on the device".
 */
export function openDeviceCache(owner: string, now: () => number = Date.now): DeviceCache {
  const name = `docket:${owner}`
  let opened: Promise<IDBPDatabase<Schema>> | undefined
  /** Two things done in one millisecond still have an order. */
  let lastUse = 0
  const use = () => {
    lastUse = Math.max(lastUse + 0.001, now())
    return lastUse
  }
  let isOver = false
  const database = () => {
    if (isOver) throw new Error('the person signed out')
    opened ??= openDB<Schema>(name, 2, {
      upgrade(db) {
        for (const store of [...db.objectStoreNames]) db.deleteObjectStore(store)
        const tickets = db.createObjectStore('tickets', { keyPath: 'id' })
        tickets.createIndex('usedAt', 'usedAt')
        tickets.createIndex('key', 'ticket.key')
        db.createObjectStore('lists', { keyPath: 'key' }).createIndex('usedAt', 'usedAt')
      },
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
  const attempt = async <T>(run: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T | undefined> => {
    try {
      return await run(await database())
    } catch {
      return undefined
    }
  }
  const keep = (tickets: readonly Ticket[], parts: KeptParts = {}) =>
    attempt(async (db) => {
      const tx = db.transaction('tickets', 'readwrite')
      for (const told of tickets) {
        const before = await tx.store.get(told.id)
        const isOlder = before !== undefined && before.ticket.version > told.version
        const ticket = isOlder ? before.ticket : told
        // Another tab may be further on.
        const seenSeq =
          parts.seenSeq === undefined ? {} : { seenSeq: Math.max(parts.seenSeq, before?.seenSeq ?? 0) }
        await tx.store.put({ ...before, ...parts, ...seenSeq, id: told.id, usedAt: use(), ticket })
      }
      await trim(tx.store, TICKETS_MAX)
      await tx.done
    })
  return {
    readTicket: (idOrKey) =>
      attempt(async (db) => {
        const row = (await db.get('tickets', idOrKey)) ?? (await db.getFromIndex('tickets', 'key', idOrKey))
        if (row === undefined) return undefined
        const { id: _id, usedAt: _usedAt, ...kept } = row
        return kept
      }),
    keepTickets: async (tickets) => void (await keep(tickets)),
    keepParts: async (ticket, parts) => void (await keep([ticket], parts)),
    readList: (key) =>
      attempt(async (db) => {
        const row = await db.get('lists', key)
        if (row === undefined) return undefined
        const rows = await Promise.all(row.ids.map((id) => db.get('tickets', id)))
        const items = rows.flatMap((one) => (one === undefined ? [] : [one.ticket]))
        return { items, nextCursor: items.length === row.ids.length ? row.nextCursor : null }
      }),
    keepList: async (key, list) =>
      void (await attempt(async (db) => {
        const tx = db.transaction('lists', 'readwrite')
        await tx.store.put({ key, usedAt: use(), ...list })
        await trim(tx.store, LISTS_MAX)
        await tx.done
      })),
    forget: async (ticketId) => void (await attempt((db) => db.delete('tickets', ticketId))),
    async wipe() {
      // A tab that the browser froze lets go of nothing: what lies there is taken out first, the place itself when it can be.
      await attempt((db) => Promise.all([db.clear('tickets'), db.clear('lists')]))
      const db = await opened?.catch(() => undefined)
      isOver = true
      opened = undefined
      db?.close()
      await new Promise<void>((resolve) => {
        void deleteDB(name, { blocked: () => resolve() }).then(resolve, () => resolve())
      })
    },
  }
}

type Trimmed = {
  count(): Promise<number>
  index(name: 'usedAt'): {
    openCursor(): Promise<{ delete(): Promise<void>; continue(): Promise<unknown> } | null>
  }
}

/** Deletes those that were used longest ago. */
async function trim(store: Trimmed, most: number): Promise<void> {
  const excess = (await store.count()) - most
  let cursor = excess > 0 ? await store.index('usedAt').openCursor() : null
  for (let i = 0; i < excess && cursor !== null; i += 1) {
    await cursor.delete()
    cursor = (await cursor.continue()) as typeof cursor
  }
}
