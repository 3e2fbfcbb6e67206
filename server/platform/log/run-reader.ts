import {
  type Database,
  isDatabaseUnavailable,
  registry,
  sql,
  sqlState,
  type TenantTx,
  write,
} from '../db/index.ts'
import type { StoredEvent } from './event.ts'
import { readEvents } from './read-events.ts'
import type { Reader } from './reader.ts'

const BATCH = 200
const ATTEMPTS_MAX = 5

/** What a step did: whether there may be more, and the event that failed for its own sake, if one did. */
export type Step = { moved: boolean; full: boolean; failed?: { seq: number; error: unknown } }

/**
 * Tenants in which the reader is behind. Both tables are registry, so one statement sees all tenants; a tenant that
 * the reader has never met counts as behind.
 */
export async function tenantsBehind(db: Database, reader: string): Promise<string[]> {
  const rows = await registry<{ tenant_id: string }>(
    db,
    sql`SELECT c.tenant_id FROM app.tenant_counter c LEFT JOIN app.log_reader r ON r.tenant_id = c.tenant_id AND r.reader = ${reader}
      WHERE c.last_seq > coalesce(r.position, 0) ORDER BY c.tenant_id LIMIT 1000`,
  )
  return rows.map((row) => row.tenant_id)
}

/** Reads a tenant's log to its end; true when it moved. An event that fails for its own sake is parked after five tries. */
export async function catchUp(db: Database, reader: Reader, tenantId: string): Promise<boolean> {
  let moved = false
  for (;;) {
    const step = await takeBatch(db, reader, tenantId, BATCH)
    const after = step.failed === undefined ? step : await oneByOne(db, reader, tenantId)
    moved ||= after.moved
    if (!after.full) return moved
  }
}

/** A batch failed: its events are taken one at a time, so that only the one at fault waits or is parked. */
async function oneByOne(db: Database, reader: Reader, tenantId: string): Promise<Step> {
  let moved = false
  for (let i = 0; i < BATCH; i += 1) {
    const step = await takeBatch(db, reader, tenantId, 1)
    if (step.failed !== undefined) {
      const parked = await countFailure(db, reader, tenantId, step.failed)
      if (!parked) continue
    }
    moved ||= step.moved || step.failed !== undefined
    if (!step.full) return { moved, full: false }
  }
  return { moved, full: true }
}

async function takeBatch(db: Database, reader: Reader, tenantId: string, size: number): Promise<Step> {
  let first: StoredEvent | undefined
  try {
    const { result } = await write(db, { tenantId, actorId: null }, async (tx) => {
      const position = await lockCursor(tx, reader.name)
      if (position === undefined) return { moved: false, full: false }
      const events = await readEvents(tx, position, size)
      first = events[0]
      const last = events.at(-1)
      if (last === undefined) return { moved: false, full: false }
      const claimed = events.filter((event) => reader.claims.includes(event.type))
      if (claimed.length > 0) await reader.take(tx, claimed)
      moveCursor(tx, reader.name, last.seq)
      return { moved: true, full: events.length === size }
    })
    return result
  } catch (error) {
    if (first === undefined || !isOfTheEvent(error)) throw error
    return { moved: false, full: true, failed: { seq: first.seq, error } }
  }
}

/** Lost connections, lost races, full disks and shutdowns say nothing about the event. */
function isOfTheEvent(error: unknown): boolean {
  const state = sqlState(error)
  return !isDatabaseUnavailable(error) && state !== '40001' && state !== '40P01'
}

/** Takes the cursor's row, or nothing when another process has it. */
async function lockCursor(tx: TenantTx, reader: string): Promise<number | undefined> {
  const take = () =>
    tx.rows<{ position: number }>(sql`SELECT position FROM app.log_reader
      WHERE tenant_id = ${tx.tenantId} AND reader = ${reader} FOR NO KEY UPDATE SKIP LOCKED`)
  const [row] = await take()
  if (row !== undefined) return row.position
  await tx.rows(
    sql`INSERT INTO app.log_reader (tenant_id, reader) VALUES (${tx.tenantId}, ${reader}) ON CONFLICT DO NOTHING`,
  )
  const [made] = await take()
  return made?.position
}

function moveCursor(tx: TenantTx, reader: string, position: number): void {
  tx.defer(
    sql`UPDATE app.log_reader SET position = ${position} WHERE tenant_id = ${tx.tenantId} AND reader = ${reader}`,
  )
}

/** Counts a failure of one event; at the fifth it is parked and the cursor passes it. True when parked. */
async function countFailure(
  db: Database,
  reader: Reader,
  tenantId: string,
  failed: { seq: number; error: unknown },
): Promise<boolean> {
  const { result } = await write(db, { tenantId, actorId: null }, async (tx) => {
    const position = await lockCursor(tx, reader.name)
    if (position === undefined || position >= failed.seq) return true
    const [row] = await tx.rows<{
      attempts: number
    }>(sql`INSERT INTO app.reader_attempt (tenant_id, reader, seq, attempts)
      VALUES (${tenantId}, ${reader.name}, ${failed.seq}, 1)
      ON CONFLICT (tenant_id, reader, seq) DO UPDATE SET attempts = app.reader_attempt.attempts + 1 RETURNING attempts`)
    const attempts = row?.attempts ?? 1
    if (attempts < ATTEMPTS_MAX) return false
    const message = failed.error instanceof Error ? failed.error.message : String(failed.error)
    tx.defer(sql`INSERT INTO app.reader_parked (tenant_id, reader, seq, attempts, error, parked_at)
      VALUES (${tenantId}, ${reader.name}, ${failed.seq}, ${attempts}, ${message.slice(0, 2000)}, app.now()) ON CONFLICT DO NOTHING`)
    tx.defer(
      sql`DELETE FROM app.reader_attempt WHERE tenant_id = ${tenantId} AND reader = ${reader.name} AND seq = ${failed.seq}`,
    )
    moveCursor(tx, reader.name, failed.seq)
    return true
  })
  return result
}
