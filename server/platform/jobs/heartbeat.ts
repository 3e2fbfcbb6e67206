import { type Database, registry, sql, withClient } from '../db/index.ts'
import { beatFor, forgetPools } from './heartbeat-store.ts'

const BEAT_MS = 3_000
const DEAD_AFTER_MS = 12_000
const LOOK_EVERY_MS = 5_000

export type Heartbeat = {
  /** Beats for a pool from now on. */
  add(workerId: string): Promise<void>
  /** Beats no more for pools that ended while this process lives on. */
  drop(workerIds: readonly string[]): void
  stop(): Promise<void>
}

/**
 * Says every 3 s that this process's pools live, and gives back the jobs of pools that have been silent for 12 s.
 * graphile-worker by itself waits four hours: of 300 jobs of a killed worker 124 stayed stranded.
 */
export function startHeartbeat(db: Database, jobsUrl: string, onError: (error: unknown) => void): Heartbeat {
  const mine = new Set<string>()
  const beat = async () => {
    if (mine.size > 0) await beatFor(db, [...mine])
  }
  const beats = setInterval(() => void beat().catch(onError), BEAT_MS)
  const looks = setInterval(() => void freeJobsOfTheDead(db, jobsUrl).catch(onError), LOOK_EVERY_MS)
  void freeJobsOfTheDead(db, jobsUrl).catch(onError)
  return {
    async add(workerId) {
      mine.add(workerId)
      await beat()
    },
    drop(workerIds) {
      for (const id of workerIds) mine.delete(id)
    },
    async stop() {
      clearInterval(beats)
      clearInterval(looks)
      const ids = [...mine]
      mine.clear()
      await forgetPools(db, ids).catch(() => {})
    },
  }
}

/** Unlocks the jobs of pools without a beat; returns their ids. Young locks are left: their pool may be starting. */
export async function freeJobsOfTheDead(db: Database, jobsUrl: string): Promise<string[]> {
  const living = await registry<{ worker_id: string }>(
    db,
    sql`SELECT worker_id FROM app.worker_heartbeat
    WHERE beat_at > clock_timestamp() - make_interval(secs => ${DEAD_AFTER_MS / 1000})`,
  )
  return withClient(jobsUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT DISTINCT locked_by AS id FROM graphile_worker.jobs
        WHERE locked_by IS NOT NULL AND locked_by <> ALL($1::text[]) AND locked_at < now() - $2::interval`,
      [living.map((row) => row.worker_id), `${DEAD_AFTER_MS} milliseconds`],
    )
    const dead = rows.map((row) => row.id)
    if (dead.length > 0) await client.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [dead])
    return dead
  })
}
