import { type Database, isDatabaseUnavailable, registry, sql, sqlState, write } from '../db/index.ts'
import { lockCursor, moveCursor } from './cursor-store.ts'
import type { StoredEvent } from './event.ts'
import { countAttempt, park } from './parked-store.ts'
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
      // Effects and cursor are lost together if the server dies: no need to wait for the disk.
      const [position] = await Promise.all([
        lockCursor(tx, reader.name),
        tx.rows(sql`SELECT set_config('synchronous_commit', 'off', true)`),
      ])
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
    const event = { reader: reader.name, seq: failed.seq }
    const attempts = await countAttempt(tx, event)
    if (attempts < ATTEMPTS_MAX) return false
    park(tx, event, attempts, failed.error instanceof Error ? failed.error.message : String(failed.error))
    moveCursor(tx, reader.name, failed.seq)
    return true
  })
  return result
}
