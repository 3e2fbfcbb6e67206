import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DeskProcess, startDeskProcess } from './desk-process.ts'
import { type InProcessDesk, type MadeTenant, openInProcessDesk, urlsOf } from './in-process-desk.ts'
import { brokenPromises, untilSettled } from './ledger.ts'
import { ageSilence, beatingPools, recordBeats, strandedUntil } from './stranded.ts'
import { ask, startTrialServer, type TrialServer } from './trial-server.ts'
import { until } from './until.ts'

const DAY_MS = 24 * 3600_000
const OVERDUE = 120
const FUTURE = 20

let server: TrialServer
let seeds: InProcessDesk
const workers: DeskProcess[] = []

beforeAll(async () => {
  server = await startTrialServer()
  seeds = await openInProcessDesk(urlsOf(server.appUrl, server.ownerUrl))
})
afterAll(async () => {
  for (const worker of workers) await worker.kill()
  await seeds?.stop()
  await server?.stop()
})

const count = async (text: string) =>
  (await ask<{ count: number }>(server.superuserUrl, `SELECT count(*)::int AS count FROM ${text}`))[0]
    ?.count ?? -1
const closedCount = () => count(`app.ticket WHERE status = 'CLOSED'`)

/** Files and resolves tickets, with the desk's clock `agoMs` back. */
async function resolveTickets(tenant: MadeTenant, how: { many: number; agoMs: number }): Promise<void> {
  seeds.db.clockOffsetMs = -how.agoMs
  for (let i = 0; i < how.many; i += 1) {
    const made = await seeds.request('POST', '/tickets', tenant.apiKey, {
      subject: `T ${how.agoMs} ${i}`,
      body: 'Help!',
    })
    const path = `/tickets/${made.body.id}/transition`
    expect((await seeds.request('POST', path, tenant.apiKey, { status: 'RESOLVED' })).status).toBe(200)
  }
}

it('two workers share readers and jobs; when one is killed in the middle the other does the rest, each thing once', async () => {
  const tenant = await seeds.newTenant('ours')
  await resolveTickets(tenant, { many: OVERDUE, agoMs: 8 * DAY_MS })
  await resolveTickets(tenant, { many: FUTURE, agoMs: DAY_MS })
  const worker = () => startDeskProcess({ ...server.env, ROLE: 'worker' })
  // Nothing is closed while the tickets are locked here: both workers are in the middle of their jobs when one dies.
  const release = await lockTickets()
  workers.push(await worker())
  const dying = await until('the pools of the first', async () => {
    const pools = await beatingPools(server.superuserUrl)
    return pools.length === 2 && pools
  })
  workers.push(await worker())
  await until('jobs in the hands of both workers', async () => {
    const pools = `(SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_by IS NOT NULL) AS pool`
    return (await count(pools)) >= 2
  })
  await recordBeats(server.superuserUrl)
  await workers[0]?.kill()
  const held = await count('graphile_worker.jobs WHERE locked_by IS NOT NULL')
  await ageSilence(server.superuserUrl, dying)
  await release()
  await until('every overdue ticket closed', async () => (await closedCount()) === OVERDUE)
  await untilSettled(server.superuserUrl)
  const stranded = await strandedUntil(server.superuserUrl, dying)
  expect(held).toBeGreaterThan(1)
  expect(stranded.jobs).toBeGreaterThan(0)
  expect(stranded.msMost).toBeLessThan(30_000)
  expect(await count(CLOSED_OTHER_THAN_ONCE)).toBe(0)
  expect(await count(`graphile_worker.jobs WHERE task_identifier = 'close-resolved'`)).toBe(FUTURE)
  expect(await count(`app.ticket WHERE status = 'RESOLVED'`)).toBe(FUTURE)
  expect(await brokenPromises(server.superuserUrl, { tickets: new Map(), mails: new Map() })).toEqual([])
})

const CLOSED_OTHER_THAN_ONCE = `app.ticket t WHERE status = 'CLOSED' AND 1 <> (SELECT count(*) FROM app.event e
  WHERE e.ticket_id = t.id AND e.changes @> '[{"field": "status", "to": "CLOSED"}]')`

async function lockTickets(): Promise<() => Promise<void>> {
  const client = await seeds.db.pool.connect()
  const [tenant] = await ask<{ id: string }>(server.superuserUrl, 'SELECT id FROM app.tenant')
  await client.query('BEGIN')
  await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenant?.id])
  await client.query('SELECT id FROM app.ticket FOR NO KEY UPDATE')
  return async () => {
    await client.query('ROLLBACK')
    client.release()
  }
}
