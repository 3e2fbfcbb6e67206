import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../test/faults/until.ts'
import { type ClonedDatabase, cloneDatabase } from '../../../test/harness/clone-database.ts'
import { hasRedis, startRedis, type TrialRedis } from '../../../test/parts/redis.ts'
import { type Database, openDatabase, registry, sql, write } from '../db/index.ts'
import { append, followLog, readEvents, startWakeUps, type WakeUps } from './index.ts'

let database: ClonedDatabase
let db: Database
let redis: TrialRedis
const open: WakeUps[] = []

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 6 })
})
afterEach(async () => {
  for (const wakeUps of open.splice(0)) await wakeUps.stop()
  await redis?.stop()
})
afterAll(async () => {
  await db.pool.end()
  await database.drop()
})

const start = async (redisUrl?: string) => {
  const errors: unknown[] = []
  const wakeUps = await startWakeUps(db, database.urls.direct, (error) => errors.push(error), redisUrl)
  open.push(wakeUps)
  const heard: number[] = []
  wakeUps.onHint(({ lastSeq }) => heard.push(lastSeq))
  return { ...wakeUps, heard, errors }
}
const hintOf = (lastSeq: number) => ({ tenantId: randomUUID(), lastSeq })

describe.runIf(hasRedis())('hints over Redis', () => {
  it('reach the other processes, and PostgreSQL carries none', async () => {
    redis = await startRedis()
    const [here, there, elsewhere] = [await start(redis.url), await start(redis.url), await start()]
    for (let seq = 1; seq <= 50; seq += 1) here.announce(hintOf(seq))
    await until('the last hint', () => there.heard.includes(50))
    expect(here.heard.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    expect(elsewhere.heard).toEqual([])
  })

  it('leave together: of a tenant the newest alone, within 20 ms', async () => {
    redis = await startRedis()
    const [here, there] = [await start(redis.url), await start(redis.url)]
    const { tenantId } = hintOf(0)
    for (let seq = 1; seq <= 1_000; seq += 1) here.announce({ tenantId, lastSeq: seq })
    await until('the newest', () => there.heard.includes(1_000))
    expect(there.heard).toEqual([1, 1_000])
  })

  it('are not needed: while Redis is away or hangs, a tail sees every event all the same', async () => {
    redis = await startRedis()
    const [here, there] = [await start(redis.url), await start(redis.url)]
    const { tenantId } = hintOf(0)
    await registry(db, sql`INSERT INTO app.tenant_counter (tenant_id) VALUES (${tenantId})`)
    const seen: number[] = []
    const tail = followLog(
      db,
      there,
      tenantId,
      0,
      readEvents,
      (events) => void seen.push(...events.map(({ seq }) => seq)),
      () => {},
    )
    const tell = async (count: number) => {
      const { lastSeq } = await write(db, { tenantId, actorId: null }, async (tx) => {
        for (let i = 0; i < count; i += 1)
          append(tx, {
            type: 'ticket.updated',
            visibility: 'PUBLIC',
            actor: { type: 'system', id: null },
            at: '2026-01-01T00:00:00.000Z',
          })
      })
      here.announce({ tenantId, lastSeq: lastSeq ?? 0 })
      return until('the events', () => seen.length === lastSeq)
    }
    await tell(3)
    redis.freeze()
    await tell(3)
    redis.thaw()
    await redis.kill()
    await tell(3)
    await redis.start()
    await tell(3)
    await tail.stop()
    expect(seen).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
  })
})

it('what is no list of hints is passed over', async () => {
  const here = await start()
  for (const payload of ['', '{', '{}', '[1]', '[["x"]]', '[["x","y"]]'])
    await db.pool.query('SELECT pg_notify($1, $2)', ['docket_log', payload])
  await db.pool.query('SELECT pg_notify($1, $2)', ['docket_log', '[["t",7]]'])
  await until('the real one', () => here.heard.length > 0)
  expect([here.heard, here.errors]).toEqual([[7], []])
})
