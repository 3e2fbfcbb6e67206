import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { until } from '../../../test/faults/until.ts'
import { type ClonedDatabase, cloneDatabase } from '../../../test/harness/clone-database.ts'
import { type Database, openDatabase, registry, sql, withClient, write } from '../db/index.ts'
import { newId } from '../ids/index.ts'
import { startHeartbeat } from './heartbeat.ts'
import { addJobs, freeJobsOfTheDead, type Job, runJobs } from './index.ts'

let database: ClonedDatabase
let db: Database
const scope = { tenantId: newId(), actorId: null }

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 4 })
})
afterAll(async () => {
  await db.pool.end()
  await database.drop()
})
beforeEach(async () => {
  await queue('DELETE FROM graphile_worker._private_jobs')
  await registry(db, sql`DELETE FROM app.worker_heartbeat`)
})

afterEach(() => vi.useRealTimers())

/** Beats and looks come by hand; all else that takes time takes it. What waits must be `until`: others move this clock. */
const holdBeats = () => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })

const queue = (text: string, values: unknown[] = []) =>
  withClient(database.urls.jobs, async (client) => (await client.query(text, values)).rows)
const holders = async () => {
  const rows = await queue('SELECT locked_by FROM graphile_worker.jobs ORDER BY locked_by')
  return rows.map((row) => row.locked_by as string | null)
}

/** Lets the silence of pools, and their locks, be older by so much. */
async function ageSilence(pools: readonly string[], seconds: number): Promise<void> {
  const values = [pools, seconds]
  await queue(
    `UPDATE graphile_worker._private_jobs SET locked_at = locked_at - make_interval(secs => $2) WHERE locked_by = ANY($1)`,
    values,
  )
  await registry(
    db,
    sql`UPDATE app.worker_heartbeat SET beat_at = beat_at - make_interval(secs => ${seconds})
      WHERE worker_id = ANY(${pools}::text[])`,
  )
}
const beats = async () => {
  const rows = await registry<{ id: string; at: string }>(
    db,
    sql`SELECT worker_id AS id, beat_at::text AS at FROM app.worker_heartbeat`,
  )
  return new Map(rows.map(({ id, at }) => [id, at]))
}

async function lockedJob(by: string, secondsAgo: number): Promise<void> {
  await write(db, scope, async (tx) => addJobs(tx, [{ task: 'slow', payload: {} }]))
  await queue(
    `UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() - make_interval(secs => $2)
      WHERE locked_by IS NULL`,
    [by, secondsAgo],
  )
}

const beat = (id: string, secondsAgo: number) =>
  registry(
    db,
    sql`INSERT INTO app.worker_heartbeat (worker_id, beat_at)
      VALUES (${id}, clock_timestamp() - make_interval(secs => ${secondsAgo}))`,
  )

describe('the jobs of a dead pool', () => {
  it('are given back when it beats no more or never did', async () => {
    await lockedJob('silent', 15)
    await lockedJob('unknown', 15)
    await beat('silent', 15)
    const freed = await freeJobsOfTheDead(db, database.urls.jobs)
    expect(freed.sort()).toEqual(['silent', 'unknown'])
    expect(await holders()).toEqual([null, null])
  })

  it('are told from those of one that lives, however long they take', async () => {
    await lockedJob('living', 3600)
    await beat('living', 2)
    expect(await freeJobsOfTheDead(db, database.urls.jobs)).toEqual([])
    expect(await holders()).toEqual(['living'])
  })

  it('are left while the lock is young: its pool may not have beaten yet', async () => {
    await lockedJob('starting', 2)
    expect(await freeJobsOfTheDead(db, database.urls.jobs)).toEqual([])
    expect(await holders()).toEqual(['starting'])
  })

  it('are run by the next process that starts', async () => {
    await lockedJob('killed', 15)
    const ran = Promise.withResolvers<void>()
    const handlers = { timely: { slow: async () => ran.resolve() }, bulk: {} }
    const running = await runJobs(db, database.urls.jobs, handlers, () => {})
    await ran.promise
    await running.stop()
    expect(await holders()).toEqual([])
  })

  it('are given back also when the process lives on and only its pool ended', async () => {
    const runs: number[] = []
    const failed = Promise.withResolvers<void>()
    const slow = async ({ attempt, data }: Job) => {
      runs.push(attempt)
      // They end one after the other, each while the pool is ending for the sake of the one before.
      for (let i = 0; i < (data as number); i += 1) await queue('SELECT 1')
    }
    await queue(NO_JOB_ENDS)
    holdBeats()
    const running = await runJobs(db, database.urls.jobs, { timely: { slow }, bulk: {} }, () =>
      failed.resolve(),
    )
    await write(db, scope, async (tx) =>
      addJobs(
        tx,
        [0, 1, 2, 3, 4, 5].map((payload) => ({ task: 'slow', payload })),
      ),
    )
    await failed.promise
    await queue('DROP TRIGGER no_job_ends ON graphile_worker._private_jobs')
    const dead = [...(await beats()).keys()]
    const isNew = ([id]: [string, string]) => !dead.includes(id)
    const [next, firstBeat] = await until('the next pool', async () => [...(await beats())].find(isNew))
    await ageSilence(dead, 12)
    // One that beat still would do so now, before the look.
    vi.advanceTimersByTime(3_000)
    await until('its beat', async () => (await beats()).get(next) !== firstBeat)
    vi.advanceTimersByTime(2_000)
    await until('an empty queue', async () => (await holders()).length === 0)
    await running.stop()
    expect(runs.filter((attempt) => attempt === 1)).toHaveLength(6)
    expect(runs).toContain(2)
  })
})

describe('a process', () => {
  it('beats every 3 s for its pools and looks for the dead every 5 s', async () => {
    holdBeats()
    const failed: unknown[] = []
    const look = () => until('a look', async () => (await holders()).every((one) => one === null))
    await lockedJob('silent', 15)
    const heartbeat = startHeartbeat(db, database.urls.jobs, (error) => failed.push(error))
    await heartbeat.add('mine')
    // Each look has something to find, and is seen to end: none that is under way can stand for the next.
    await look()
    await lockedJob('silent', 15)
    for (let second = 1; second <= 15; second += 1) {
      const before = (await beats()).get('mine')
      vi.advanceTimersByTime(1_000)
      if (second % 3 === 0) await until('a beat', async () => (await beats()).get('mine') !== before)
      if (second % 5 !== 0) continue
      await look()
      await lockedJob('silent', 15)
    }
    await heartbeat.stop()
    expect(failed).toEqual([])
  })
})

// What a pool does not survive: it cannot write down that a job is done.
const NO_JOB_ENDS = `CREATE FUNCTION graphile_worker.no_job_ends() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RAISE EXCEPTION ''no job ends''; END';
  CREATE TRIGGER no_job_ends BEFORE DELETE ON graphile_worker._private_jobs
    FOR EACH ROW EXECUTE FUNCTION graphile_worker.no_job_ends()`

describe('a pool that stops in order', () => {
  it('leaves no lock and no heartbeat behind', async () => {
    const started = Promise.withResolvers<void>()
    const slow = async () => started.resolve()
    const running = await runJobs(db, database.urls.jobs, { timely: { slow }, bulk: {} }, () => {})
    await write(db, scope, async (tx) => addJobs(tx, [{ task: 'slow', payload: {} }]))
    await started.promise
    await running.stop()
    expect(await holders()).toEqual([])
    expect(await registry(db, sql`SELECT worker_id FROM app.worker_heartbeat`)).toEqual([])
  })
})
