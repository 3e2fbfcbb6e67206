import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClonedDatabase, cloneDatabase } from '../../../test/harness/clone-database.ts'
import { PATIENT_LIMITS } from '../../../test/harness/patient-limits.ts'
import { type Database, openDatabase, read, registry, sql, write } from '../db/index.ts'
import { newId } from '../ids/index.ts'
import {
  append,
  catchUp,
  followLog,
  listParked,
  type Reader,
  readEvents,
  rerunParked,
  type StoredEvent,
  startWakeUps,
  tenantsBehind,
} from './index.ts'

let database: ClonedDatabase
let db: Database
let tenantId: string

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', {
    connectionsMax: 6,
    limits: PATIENT_LIMITS,
  })
})
afterAll(async () => {
  await db.pool.end()
  await database.drop()
})
beforeEach(async () => {
  tenantId = newId()
  await registry(db, sql`INSERT INTO app.tenant_counter (tenant_id) VALUES (${tenantId})`)
})

const tell = (count: number, type = 'ticket.updated') =>
  write(db, { tenantId, actorId: null }, async (tx) => {
    for (let i = 0; i < count; i += 1)
      append(tx, {
        type,
        visibility: 'PUBLIC',
        actor: { type: 'system', id: null },
        at: '2026-01-01T00:00:00.000Z',
        refs: { i },
      })
  })
/** A reader whose effect is a row an event: exactly once or not. */
const counting = (fails: (event: StoredEvent) => boolean = () => false, name = 'counting'): Reader => ({
  name,
  claims: ['ticket.updated'],
  ignores: [],
  async take(tx, events) {
    for (const event of events) {
      if (fails(event)) throw new Error(`event ${event.seq} is bad`)
      tx.defer(
        sql`INSERT INTO app.reader_attempt (tenant_id, reader, seq, attempts) VALUES (${tx.tenantId}, ${`effect-${name}`}, ${event.seq}, 1)`,
      )
    }
  },
})
const effects = async (name = 'counting') =>
  (
    await read(db, { tenantId, actorId: null }, (tx) =>
      tx.rows<{ seq: number }>(sql`SELECT seq FROM app.reader_attempt
  WHERE tenant_id = ${tx.tenantId} AND reader = ${`effect-${name}`} ORDER BY seq`),
    )
  ).map((row) => row.seq)
const rerun = (reader: Reader) =>
  write(db, { tenantId, actorId: null }, (tx) => rerunParked(tx, reader, 100)).then(({ result }) => result)
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

describe('a durable reader', () => {
  it('takes every event once, over many batches, and is then no longer behind', async () => {
    await tell(450)
    expect(await tenantsBehind(db, 'counting')).toContain(tenantId)
    await catchUp(db, counting(), tenantId)
    await catchUp(db, counting(), tenantId)
    expect(await effects()).toEqual(upTo(450))
    expect(await tenantsBehind(db, 'counting')).not.toContain(tenantId)
  })

  it('shared by several takers at once counts each event once', async () => {
    await tell(600)
    await Promise.all(Array.from({ length: 5 }, () => catchUp(db, counting(), tenantId)))
    await catchUp(db, counting(), tenantId)
    expect(await effects()).toEqual(upTo(600))
  })

  it('is in the hands of one taker at a time: another finds nothing to do', async () => {
    await tell(1)
    await catchUp(db, counting(), tenantId)
    await tell(3)
    const entered = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const slow: Reader = {
      ...counting(),
      async take(tx, events) {
        entered.resolve()
        await released.promise
        await counting().take(tx, events)
      },
    }
    const first = catchUp(db, slow, tenantId)
    await entered.promise
    const another = await catchUp(db, counting(), tenantId)
    released.resolve()
    expect([another, await first]).toEqual([false, true])
    expect(await effects()).toEqual(upTo(4))
  })

  it('passes over types that it does not claim', async () => {
    await tell(3, 'ticket.created')
    await tell(2)
    await catchUp(db, counting(), tenantId)
    expect(await effects()).toEqual([4, 5])
  })

  it('parks an event that fails five times for its own sake, goes on, and takes it when it is run again', async () => {
    await tell(250)
    const reader = counting((event) => event.seq === 100)
    await catchUp(db, reader, tenantId)
    expect(await effects()).toEqual(upTo(250).filter((seq) => seq !== 100))
    const parked = await read(db, { tenantId, actorId: null }, listParked)
    expect(parked).toMatchObject([{ reader: 'counting', seq: 100, attempts: 5, error: 'event 100 is bad' }])
    await expect(rerun(reader)).rejects.toThrow('event 100 is bad')
    expect(await rerun(counting())).toBe(true)
    expect(await effects()).toEqual(upTo(250))
    expect(await read(db, { tenantId, actorId: null }, listParked)).toEqual([])
  })

  it('never parks an event because the database failed', async () => {
    await tell(3)
    let tries = 0
    const reader: Reader = {
      ...counting(),
      take: async () => {
        tries += 1
        throw Object.assign(new Error('gone'), { code: '57P01' })
      },
    }
    for (let i = 0; i < 7; i += 1) await expect(catchUp(db, reader, tenantId)).rejects.toThrow('gone')
    expect(tries).toBe(7)
    expect(await read(db, { tenantId, actorId: null }, listParked)).toEqual([])
    await catchUp(db, counting(), tenantId)
    expect(await effects()).toEqual([1, 2, 3])
  })
})

describe('a tail', () => {
  it('sees every event once and in order, those from before and those committed while it follows', async () => {
    const wakeUps = await startWakeUps(db, database.urls.direct, () => {})
    const seen: number[] = []
    const reached = Promise.withResolvers<void>()
    await tell(700)
    const tail = followLog(
      db,
      wakeUps,
      tenantId,
      0,
      readEvents,
      (events) => {
        seen.push(...events.map((event) => event.seq))
        if (seen.length >= 760) reached.resolve()
      },
      () => {},
    )
    for (let i = 0; i < 20; i += 1) {
      const { lastSeq } = await tell(3)
      wakeUps.announce({ tenantId, lastSeq: lastSeq ?? 0 })
    }
    await reached.promise
    await tail.stop()
    await wakeUps.stop()
    expect(seen).toEqual(upTo(760))
  })

  it('hears of commits of another process by NOTIFY', async () => {
    const here = await startWakeUps(db, database.urls.direct, () => {})
    const there = await startWakeUps(db, database.urls.direct, () => {})
    const heard = new Promise((resolve) => there.onHint(resolve))
    here.announce({ tenantId, lastSeq: 7 })
    expect(await heard).toEqual({ tenantId, lastSeq: 7 })
    await here.stop()
    await there.stop()
  })
})
