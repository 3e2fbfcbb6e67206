import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClonedDatabase, cloneDatabase } from '../../../test/harness/clone-database.ts'
import { type Database, openDatabase, withClient, write } from '../db/index.ts'
import { newId } from '../ids/index.ts'
import { addJobs, type Job, type RunningJobs, runJobs } from './index.ts'

let database: ClonedDatabase
let db: Database
let running: RunningJobs | undefined
let openGate = () => {}
const importing = newId()
const other = newId()

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 4 })
})
afterAll(async () => {
  await db.pool.end()
  await database.drop()
})
beforeEach(() => queue('DELETE FROM graphile_worker._private_jobs'))
afterEach(async () => {
  openGate()
  await running?.stop()
  running = undefined
})

const queue = (text: string) =>
  withClient(database.urls.jobs, async (client) => (await client.query(text)).rows)
const add = (tenantId: string, task: string, count = 1) =>
  write(db, { tenantId, actorId: null }, async (tx) =>
    addJobs(
      tx,
      Array.from({ length: count }, () => ({ task, payload: {} })),
    ),
  )

/** A handler whose jobs stay under way until the gate opens; counts those under way at once, by tenant. */
function gated() {
  const gate = Promise.withResolvers<void>()
  openGate = gate.resolve
  const underWay = new Map<string, number>()
  const most = new Map<string, number>()
  let done = 0
  return {
    gate,
    most,
    doneCount: () => done,
    underWay: (tenantId: string) => underWay.get(tenantId) ?? 0,
    async handle({ tenantId }: Job) {
      const count = (underWay.get(tenantId) ?? 0) + 1
      underWay.set(tenantId, count)
      most.set(tenantId, Math.max(most.get(tenantId) ?? 0, count))
      await gate.promise
      underWay.set(tenantId, (underWay.get(tenantId) ?? 1) - 1)
      done += 1
    },
  }
}

describe('an import of one tenant', () => {
  it('keeps to its share, so that the jobs of others and what is due at an instant go on', async () => {
    const bulk = gated()
    const due = Promise.withResolvers<void>()
    const handlers = { timely: { due: async () => due.resolve() }, bulk: { mail: bulk.handle } }
    await add(importing, 'mail', 200)
    running = await runJobs(db, database.urls.jobs, handlers, () => {})
    await expect.poll(() => bulk.underWay(importing)).toBe(6)
    await add(importing, 'due')
    await due.promise
    await add(other, 'mail')
    await expect.poll(() => bulk.underWay(other)).toBe(1)
    bulk.gate.resolve()
    await expect.poll(bulk.doneCount).toBe(201)
    expect(bulk.most.get(importing)).toBe(6)
    expect(await queue('SELECT 1 FROM graphile_worker.jobs')).toEqual([])
  })
})

describe('a job', () => {
  it('without a tenant is refused and told of', async () => {
    const failures: unknown[] = []
    let handled = 0
    const told = Promise.withResolvers<void>()
    const handlers = {
      timely: {
        due: async () => {
          handled += 1
        },
      },
      bulk: {},
    }
    await queue(`SELECT graphile_worker.add_job('due', '{"data": {}}')`)
    running = await runJobs(db, database.urls.jobs, handlers, (_task, error) => {
      failures.push(error)
      told.resolve()
    })
    await told.promise
    expect(handled).toBe(0)
    expect(String(failures[0])).toContain('without a tenant')
  })

  it('that fails is told of with its tenant and tried again, up to its last attempt', async () => {
    const attempts: { attempt: number; lastAttempt: boolean }[] = []
    const last = Promise.withResolvers<void>()
    const due = async ({ attempt, lastAttempt }: Job) => {
      attempts.push({ attempt, lastAttempt })
      if (lastAttempt) last.resolve()
      else throw new Error('not yet')
    }
    const told: unknown[] = []
    running = await runJobs(db, database.urls.jobs, { timely: { due }, bulk: {} }, (task, error, job) =>
      told.push([task, (error as Error).message, job?.tenantId]),
    )
    await write(db, { tenantId: other, actorId: null }, async (tx) =>
      addJobs(tx, [{ task: 'due', payload: {}, maxAttempts: 2 }]),
    )
    await last.promise
    expect(told).toEqual([['due', 'not yet', other]])
    expect(attempts).toEqual([
      { attempt: 1, lastAttempt: false },
      { attempt: 2, lastAttempt: true },
    ])
  })

  it('of one runner is never taken by the other: a full bulk runner delays no deadline', async () => {
    const bulk = gated()
    const dues: string[] = []
    const handlers = {
      timely: { due: async ({ tenantId }: Job) => void dues.push(tenantId) },
      bulk: { mail: bulk.handle },
    }
    const tenants = [newId(), newId(), newId()]
    for (const tenantId of tenants) await add(tenantId, 'mail', 20)
    running = await runJobs(db, database.urls.jobs, handlers, () => {})
    const total = () => tenants.reduce((sum, tenantId) => sum + bulk.underWay(tenantId), 0)
    await expect.poll(total).toBe(8)
    for (const tenantId of tenants) await add(tenantId, 'due')
    await expect.poll(() => dues.length).toBe(3)
    expect(bulk.doneCount()).toBe(0)
    bulk.gate.resolve()
    await expect.poll(bulk.doneCount).toBe(60)
  })
})
