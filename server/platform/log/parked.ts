import { sql, type TenantRead, type TenantTx } from '../db/index.ts'
import { unpark } from './parked-store.ts'
import { readEvents } from './read-events.ts'
import type { Reader } from './reader.ts'

export type Parked = { reader: string; seq: number; attempts: number; error: string; parkedAt: string }

/** The tenant's parked events, oldest first, at most 100. */
export function listParked(tx: TenantRead): Promise<Parked[]> {
  return tx.rows<Parked>(sql`SELECT reader, seq, attempts, error, parked_at AS "parkedAt" FROM app.reader_parked
    WHERE tenant_id = ${tx.tenantId} ORDER BY seq LIMIT 100`)
}

/**
 * Takes a parked event again, inside the transaction that is given; it leaves the list with the commit of its effects.
 * False when it is not parked. Rejects as the reader does.
 */
export async function rerunParked(tx: TenantTx, reader: Reader, seq: number): Promise<boolean> {
  const [rows, [event]] = await Promise.all([
    tx.rows(sql`SELECT 1 FROM app.reader_parked
      WHERE tenant_id = ${tx.tenantId} AND reader = ${reader.name} AND seq = ${seq} FOR NO KEY UPDATE`),
    readEvents(tx, seq - 1, 1),
  ])
  if (rows.length === 0) return false
  if (event?.seq === seq) await reader.take(tx, [event])
  unpark(tx, { reader: reader.name, seq })
  return true
}
