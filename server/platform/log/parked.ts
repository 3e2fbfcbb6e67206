import { type Database, sql, type TenantRead, type TenantTx, write } from '../db/index.ts'
import type { StoredEvent } from './event.ts'
import { unpark } from './parked-store.ts'
import type { Reader } from './reader.ts'

export type Parked = { reader: string; seq: number; attempts: number; error: string; parkedAt: string }

/** The tenant's parked events, oldest first, at most 100. */
export function listParked(tx: TenantRead): Promise<Parked[]> {
  return tx.rows<Parked>(sql`SELECT reader, seq, attempts, error, parked_at AS "parkedAt" FROM app.reader_parked
    WHERE tenant_id = ${tx.tenantId} ORDER BY seq LIMIT 100`)
}

/** Takes a parked event again; it leaves the list in the transaction of its effects. Rejects as the reader does. */
export async function rerunParked(
  db: Database,
  reader: Reader,
  tenantId: string,
  seq: number,
): Promise<boolean> {
  const { result } = await write(db, { tenantId, actorId: null }, async (tx: TenantTx) => {
    const rows = await tx.rows(sql`SELECT 1 FROM app.reader_parked
      WHERE tenant_id = ${tenantId} AND reader = ${reader.name} AND seq = ${seq} FOR NO KEY UPDATE`)
    if (rows.length === 0) return false
    const [event] =
      await tx.rows<StoredEvent>(sql`SELECT seq, id, type, ticket_id AS "ticketId", ticket_version AS "ticketVersion",
      visibility, actor, at, changes, cause, refs FROM app.event WHERE tenant_id = ${tenantId} AND seq = ${seq}`)
    if (event !== undefined) await reader.take(tx, [event])
    unpark(tx, { reader: reader.name, seq })
    return true
  })
  return result
}
