import { ask } from './trial-server.ts'

/** How often a pool says that it lives: docs/behaviour/nothing-lost.md. */
const BEAT_MS = 3_000

export type Stranded = { msMost: number; jobs: number }

/**
 * Lets the database write down each beat of a pool of workers and each job that somebody takes from a pool. By its own
 * account, and not by a watch beside it, it is known later how long jobs of the dead waited.
 */
export async function recordBeats(url: string): Promise<void> {
  await ask(url, RECORD)
}

/**
 * How many jobs were taken from pools whose process was killed, and how long they waited at most since the last beat of
 * their pool. The time is that of the workers that lived: 3 s for each of their beats. A machine that stands still stops
 * the beats as well as the look for jobs of the dead, which comes from the same process.
 */
export async function strandedUntil(url: string, pools: readonly string[]): Promise<Stranded> {
  const [row] = await ask<{ beats: number; jobs: number }>(url, BEATS_MEANWHILE, [pools])
  return { msMost: (row?.beats ?? 0) * BEAT_MS, jobs: row?.jobs ?? 0 }
}

/** Makes pools silent for as long as makes them dead: the next look of a living worker finds them, and nobody waits. */
export async function ageSilence(url: string, pools: readonly string[]): Promise<void> {
  const ago = `interval '12 seconds'`
  await ask(url, `UPDATE app.worker_heartbeat SET beat_at = beat_at - ${ago} WHERE worker_id = ANY($1)`, [
    pools,
  ])
  await ask(
    url,
    `UPDATE graphile_worker._private_jobs SET locked_at = locked_at - ${ago} WHERE locked_by = ANY($1)`,
    [pools],
  )
}

/** The pools that beat now, or have done so and were not forgotten. */
export async function beatingPools(url: string): Promise<string[]> {
  const rows = await ask<{ id: string }>(url, 'SELECT worker_id AS id FROM app.worker_heartbeat')
  return rows.map((row) => row.id)
}

const RECORD = `CREATE SCHEMA trial;
  CREATE TABLE trial.beat (worker_id text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
  CREATE TABLE trial.freed (job_id bigint NOT NULL, worker_id text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
  CREATE FUNCTION trial.beat() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
    'BEGIN INSERT INTO trial.beat (worker_id) VALUES (NEW.worker_id); RETURN NULL; END';
  CREATE FUNCTION trial.freed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
    'BEGIN INSERT INTO trial.freed (job_id, worker_id) VALUES (OLD.id, OLD.locked_by); RETURN NULL; END';
  CREATE TRIGGER trial_beat AFTER INSERT OR UPDATE ON app.worker_heartbeat
    FOR EACH ROW EXECUTE FUNCTION trial.beat();
  CREATE TRIGGER trial_freed AFTER UPDATE ON graphile_worker._private_jobs FOR EACH ROW
    WHEN (OLD.locked_by IS NOT NULL AND NEW.locked_by IS DISTINCT FROM OLD.locked_by)
    EXECUTE FUNCTION trial.freed()`

const BEATS_MEANWHILE = `WITH stranded AS (
    SELECT f.job_id, f.at AS until, (SELECT max(b.at) FROM trial.beat b WHERE b.worker_id = f.worker_id) AS since
      FROM trial.freed f WHERE f.worker_id = ANY($1::text[]))
  SELECT count(DISTINCT s.job_id)::int AS jobs, coalesce(max((
      SELECT max(n) FROM (SELECT count(*)::int AS n FROM trial.beat b
        WHERE b.worker_id <> ALL($1::text[]) AND b.at > s.since AND b.at < s.until GROUP BY b.worker_id) AS living
    )), 0)::int AS beats FROM stranded s WHERE s.until > s.since`
