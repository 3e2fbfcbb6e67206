import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClonedDatabase, cloneDatabase } from '../../../test/harness/clone-database.ts'
import { type Database, openDatabase, registry, sql, sqlState, withClient, write } from '../db/index.ts'
import { newId } from '../ids/index.ts'
import { addJobs, removeJobs } from './index.ts'

let database: ClonedDatabase
let db: Database
const ours = { tenantId: newId(), actorId: null }
const theirs = { tenantId: newId(), actorId: null }

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 4 })
})
afterAll(async () => {
  await db.pool.end()
  await database.drop()
})
beforeEach(() => queue('DELETE FROM graphile_worker._private_jobs'))

type Row = {
  key: string | null
  task: string
  payload: unknown
  flags: Record<string, boolean>
  run_at: Date
}

const queue = (text: string) =>
  withClient(database.urls.jobs, async (client) => (await client.query(text)).rows)
const jobs = () =>
  queue(`SELECT j.key, j.task_identifier AS task, p.payload, p.flags, j.run_at FROM graphile_worker.jobs j
    JOIN graphile_worker._private_jobs p ON p.id = j.id ORDER BY j.id`) as Promise<Row[]>
/** The statements of this database that wait for a lock. */
const waiting = () =>
  queue(`SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()`)

describe('adding a job', () => {
  it('needs the context of a tenant', async () => {
    const specs = JSON.stringify([{ task: 'x', payload: {} }])
    await expect(registry(db, sql`SELECT jobs.add(${specs}::jsonb)`)).rejects.toSatisfy(
      (error) => sqlState(error) === '42501',
    )
    await expect(registry(db, sql`SELECT jobs.remove('{x}')`)).rejects.toSatisfy(
      (error) => sqlState(error) === '42501',
    )
    expect(await jobs()).toEqual([])
  })

  it('is the only way in: the app cannot reach the queue itself', async () => {
    const add = write(db, ours, (tx) => tx.rows(sql`SELECT graphile_worker.add_job('x', '{}')`))
    await expect(add).rejects.toSatisfy((error) => sqlState(error) === '42501')
    const look = write(db, ours, (tx) => tx.rows(sql`SELECT * FROM graphile_worker.jobs`))
    await expect(look).rejects.toSatisfy((error) => sqlState(error) === '42501')
  })

  it('stamps the tenant of the transaction, whatever the payload says', async () => {
    await write(db, ours, async (tx) => addJobs(tx, [{ task: 'x', payload: { tenantId: theirs.tenantId } }]))
    expect(await jobs()).toMatchObject([
      {
        payload: { tenantId: ours.tenantId, data: { tenantId: theirs.tenantId } },
        flags: { [`tenant:${ours.tenantId}`]: true },
      },
    ])
  })

  it('commits with the transaction or not at all', async () => {
    const failing = write(db, ours, async (tx) => {
      addJobs(tx, [{ task: 'x', payload: {} }])
      tx.defer(sql`SELECT 1 / 0`)
    })
    await expect(failing).rejects.toThrow('division by zero')
    expect(await jobs()).toEqual([])
  })
})

describe("a job's key", () => {
  const add = (scope: typeof ours, key: string, runAt: string) =>
    write(db, scope, async (tx) => addJobs(tx, [{ task: 'x', payload: {}, key, runAt }]))

  it('replaces the job of the same tenant and leaves that of another', async () => {
    await add(ours, 'close:1', '2031-01-01T00:00:00Z')
    await add(theirs, 'close:1', '2031-01-02T00:00:00Z')
    await add(ours, 'close:1', '2031-01-03T00:00:00Z')
    const rows = await jobs()
    expect(rows.map((row) => [row.key, row.run_at.toISOString().slice(0, 10)])).toEqual([
      [`${ours.tenantId}:close:1`, '2031-01-03'],
      [`${theirs.tenantId}:close:1`, '2031-01-02'],
    ])
  })

  it('takes back the own job alone; one that is not there is no error', async () => {
    await add(ours, 'close:1', '2031-01-01T00:00:00Z')
    await add(theirs, 'close:1', '2031-01-02T00:00:00Z')
    await write(db, ours, async (tx) => removeJobs(tx, ['close:1', 'close:2']))
    expect((await jobs()).map((row) => row.key)).toEqual([`${theirs.tenantId}:close:1`])
  })

  it('takes back no job in the hands of a worker: it would count as failed if that worker died', async () => {
    await add(ours, 'close:1', '2031-01-01T00:00:00Z')
    await queue(
      `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'worker', attempts = 1`,
    )
    await write(db, ours, async (tx) => removeJobs(tx, ['close:1']))
    expect(await queue('SELECT key, attempts FROM graphile_worker.jobs')).toEqual([
      { key: `${ours.tenantId}:close:1`, attempts: 1 },
    ])
  })

  it('leaves a job in the hands of a worker to be run again if that worker dies, beside the new one', async () => {
    await add(ours, 'close:1', '2026-01-01T00:00:00Z')
    await queue(
      `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'dead', attempts = 1`,
    )
    await add(ours, 'close:1', '2026-01-02T00:00:00Z')
    await queue(`SELECT graphile_worker.force_unlock_workers('{dead}')`)
    expect(
      await queue('SELECT key, attempts, is_available FROM graphile_worker._private_jobs ORDER BY id'),
    ).toEqual([
      { key: null, attempts: 1, is_available: true },
      { key: `${ours.tenantId}:close:1`, attempts: 0, is_available: true },
    ])
  })

  it('adds the new job also when a worker takes the old one at the same moment', async () => {
    await add(ours, 'close:1', '2026-01-01T00:00:00Z')
    await withClient(database.urls.jobs, async (worker) => {
      await worker.query('BEGIN')
      await worker.query(
        `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'worker', attempts = 1`,
      )
      const adding = add(ours, 'close:1', '2026-01-02T00:00:00Z')
      await expect.poll(waiting).toHaveLength(1)
      await worker.query('COMMIT')
      await adding
    })
    expect(await jobs()).toMatchObject([{ key: null }, { key: `${ours.tenantId}:close:1` }])
  })

  it('is no key at all where none is given: equal jobs stay apart', async () => {
    const spec = { task: 'x', payload: {} }
    await write(db, ours, async (tx) => addJobs(tx, [spec, spec]))
    expect((await jobs()).map((row) => row.key)).toEqual([null, null])
  })
})
