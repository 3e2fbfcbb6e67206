import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Message, Ticket } from '../../contracts/tickets.ts'

/** A ticket as it was last seen here, with its messages when it was opened. */
export type KeptTicket = { ticket: Ticket; messages: readonly Message[] | undefined }
export type KeptList = { ids: readonly string[]; nextCursor: string | null }

export type DeviceCache = {
  readTicket(id: string): Promise<KeptTicket | undefined>
  keepTickets(tickets: readonly Ticket[]): Promise<void>
  keepMessages(ticket: Ticket, messages: readonly Message[]): Promise<void>
  readList(key: string): Promise<{ items: Ticket[]; nextCursor: string | null } | undefined>
  keepList(key: string, list: KeptList): Promise<void>
  /** Takes everything of this person off the device. */
  wipe(): Promise<void>
}

type TicketRow = { id: string; usedAt: number; ticket: Ticket; messages?: readonly Message[] }
type ListRow = KeptList & { key: string; usedAt: number }
interface Schema extends DBSchema {
  tickets: { key: string; value: TicketRow; indexes: { usedAt: number } }
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
  const database = () => {
    opened ??= openDB<Schema>(name, 1, {
      upgrade(db) {
        db.createObjectStore('tickets', { keyPath: 'id' }).createIndex('usedAt', 'usedAt')
        db.createObjectStore('lists', { keyPath: 'key' }).createIndex('usedAt', 'usedAt')
      },
      blocking: (_from, _to, event) => (event.target as unknown as { close(): void }).close(),
    })
    return opened
  }
  const attempt = async <T>(run: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T | undefined> => {
    try {
      return await run(await database())
    } catch {
      opened = undefined
      return undefined
    }
  }
  const keep = (tickets: readonly Ticket[], messages?: readonly Message[]) =>
    attempt(async (db) => {
      const tx = db.transaction('tickets', 'readwrite')
      for (const ticket of tickets) {
        const before = await tx.store.get(ticket.id)
        if (before !== undefined && before.ticket.version > ticket.version) continue
        const kept = messages ?? before?.messages
        await tx.store.put({
          id: ticket.id,
          usedAt: use(),
          ticket,
          ...(kept === undefined ? {} : { messages: kept }),
        })
      }
      await trim(tx.store, TICKETS_MAX)
      await tx.done
    })
  return {
    readTicket: (id) =>
      attempt(async (db) => {
        const row = await db.get('tickets', id)
        return row === undefined ? undefined : { ticket: row.ticket, messages: row.messages }
      }),
    keepTickets: async (tickets) => void (await keep(tickets)),
    keepMessages: async (ticket, messages) => void (await keep([ticket], messages)),
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
    async wipe() {
      const db = await opened?.catch(() => undefined)
      db?.close()
      opened = undefined
      await deleteDB(name).catch(() => {})
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
