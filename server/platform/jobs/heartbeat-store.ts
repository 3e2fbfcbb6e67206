import { type Database, registry, sql } from '../db/index.ts'

/** Says that these pools live. */
export async function beatFor(db: Database, workerIds: readonly string[]): Promise<void> {
  await registry(
    db,
    sql`INSERT INTO app.worker_heartbeat (worker_id, beat_at) SELECT unnest(${workerIds}::text[]), clock_timestamp()
      ON CONFLICT (worker_id) DO UPDATE SET beat_at = excluded.beat_at`,
  )
}

/** Forgets pools that stopped in order, and those that have been silent for a day. */
export async function forgetPools(db: Database, workerIds: readonly string[]): Promise<void> {
  await registry(
    db,
    sql`DELETE FROM app.worker_heartbeat WHERE worker_id = ANY(${workerIds}::text[]) OR beat_at < clock_timestamp() - interval '1 day'`,
  )
}
