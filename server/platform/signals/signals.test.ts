import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../test/faults/until.ts'
import { type ClonedDatabase, cloneDatabase } from '../../../test/harness/clone-database.ts'
import { hasRedis, startRedis, type TrialRedis } from '../../../test/parts/redis.ts'
import { type Database, openDatabase } from '../db/index.ts'
import { PAYLOAD_BYTES_MAX } from './bus.ts'
import { type Signal, type Signals, startSignals } from './index.ts'
import { readPayload, writePayloads } from './signals.ts'

let database: ClonedDatabase
let db: Database
const open: Signals[] = []

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 4 })
})
afterEach(async () => {
  for (const signals of open.splice(0)) await signals.stop()
})
afterAll(async () => {
  await db.pool.end()
  await database.drop()
})

const signalOf = (data: unknown): Signal => ({
  tenantId: randomUUID(),
  topic: 'ticket:1',
  event: 'presence',
  data,
})
/** A process's end of the way, with what it heard. */
const end = async (redisUrl?: string) => {
  const errors: unknown[] = []
  const heard: Signal[] = []
  const onError = (error: unknown) => void errors.push(error)
  const signals = await startSignals({ db, directUrl: database.urls.direct, redisUrl, onError })
  open.push(signals)
  signals.onSignal((signal) => heard.push(signal))
  return { ...signals, heard, errors }
}
type End = Awaited<ReturnType<typeof end>>
/** Sends again and again until it is heard: what is sent while there is no connection is lost by design. */
const untilCarried = (from: End, to: End) => {
  const marker = randomUUID()
  return until('a signal that arrives', () => {
    from.send(signalOf(marker))
    return to.heard.some(({ data }) => data === marker)
  })
}

describe('signals over NOTIFY', () => {
  it('are heard by every process once, by the sender at once', async () => {
    const [here, there] = [await end(), await end()]
    const sent = [1, 2, 3].map(signalOf)
    for (const signal of sent) here.send(signal)
    expect(here.heard).toEqual(sent)
    await until('the other process', () => there.heard.length >= 3)
    await untilCarried(there, here)
    expect(there.heard.slice(0, 3)).toEqual(sent)
    expect(here.heard.filter(({ data }) => typeof data === 'number')).toEqual(sent)
  })

  it('too long for a payload are dropped for others and hurt none beside them', async () => {
    const [here, there] = [await end(), await end()]
    here.send(signalOf('x'.repeat(9_000)))
    here.send(signalOf('short'))
    await until('the short one', () => there.heard.length > 0)
    expect(there.heard.map(({ data }) => data)).toEqual(['short'])
    expect(here.errors).toEqual([])
  })

  it('are heard again after the listening connection was lost, which is told once', async () => {
    const [here, there] = [await end(), await end()]
    await db.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'docket-listen' AND datname = current_database()`,
    )
    await untilCarried(here, there)
    await untilCarried(there, here)
    expect([here.errors.length, there.errors.length]).toEqual([1, 1])
  })
})

describe.runIf(hasRedis())('signals over Redis', () => {
  let redis: TrialRedis
  afterEach(() => redis.stop())

  it('are heard by every process once, and nothing goes over PostgreSQL', async () => {
    redis = await startRedis()
    const [here, there, elsewhere] = [await end(redis.url), await end(redis.url), await end()]
    const signal = signalOf('hello')
    here.send(signal)
    await until('the other process', () => there.heard.length > 0)
    await untilCarried(there, here)
    expect(there.heard[0]).toEqual(signal)
    expect(here.heard[0]).toEqual(signal)
    expect(here.heard.filter(({ data }) => data === 'hello')).toHaveLength(1)
    expect(elsewhere.heard).toEqual([])
  })

  it('come back after Redis was killed, and the outage is told once', async () => {
    redis = await startRedis()
    const [here, there] = [await end(redis.url), await end(redis.url)]
    await untilCarried(here, there)
    await redis.kill()
    await until('the outage', () => here.errors.length > 0 && there.errors.length > 0)
    here.send(signalOf('lost'))
    expect(here.heard.at(-1)?.data).toBe('lost')
    await redis.start()
    await untilCarried(here, there)
    await untilCarried(there, here)
    expect([here.errors.length, there.errors.length]).toEqual([1, 1])
    expect(there.heard.some(({ data }) => data === 'lost')).toBe(false)
  })

  it('start without Redis, and are there when it is', async () => {
    redis = await startRedis({ isUp: false })
    const [here, there] = await Promise.all([end(redis.url), end(redis.url)])
    here.send(signalOf('lost'))
    await redis.start()
    await untilCarried(here, there)
    expect(here.errors).toHaveLength(1)
  })

  it('come back after Redis hung, and the sender never waits', async () => {
    redis = await startRedis()
    const [here, there] = [await end(redis.url), await end(redis.url)]
    await untilCarried(here, there)
    redis.freeze()
    const sent = Array.from({ length: 1_000 }, (_, i) => signalOf(i))
    // All are heard here before this turn ends, in which no answer and no timer can come: nothing was waited for.
    expect(sent.map((one) => here.send(one))).toEqual(sent.map(() => undefined))
    expect(here.heard.slice(-1_000)).toEqual(sent)
    expect(here.errors).toEqual([])
    await until('the outage', () => {
      here.send(signalOf('lost'))
      return here.errors.length > 0
    })
    redis.thaw()
    await untilCarried(here, there)
    expect(here.errors).toHaveLength(1)
  })

  it('tell of a wrong password without it', async () => {
    redis = await startRedis({ password: 'sesame-sesame' })
    const here = await end(redis.url.replace('sesame-sesame', 'wrong-and-secret'))
    await until('the refusal', () => here.errors.length > 0)
    expect(JSON.stringify(here.errors.map((error) => [String(error), error]))).not.toContain(
      'wrong-and-secret',
    )
    expect(JSON.stringify(here.errors.map((error) => Object.entries(error as object)))).not.toContain(
      'secret',
    )
  })
})

describe('a payload', () => {
  const signal = fc.record({
    tenantId: fc.uuid(),
    topic: fc.string(),
    event: fc.string(),
    data: fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 9_000 })),
  })

  it('is never too long, and carries whatever fits, in order, to others alone', () => {
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 30 }), (signals) => {
        const texts = signals.map((one) => JSON.stringify(one))
        const payloads = writePayloads(texts, 'here')
        for (const payload of payloads)
          expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(PAYLOAD_BYTES_MAX)
        const fitting = texts.filter((text) => Buffer.byteLength(text) < PAYLOAD_BYTES_MAX - 50)
        expect(
          payloads.flatMap((payload) => readPayload(payload, 'there')).map((one) => JSON.stringify(one)),
        ).toEqual(fitting.map((text) => JSON.stringify(JSON.parse(text))))
        expect(payloads.flatMap((payload) => readPayload(payload, 'here'))).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  it('that is none of ours says nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (payload) => {
        expect(readPayload(payload, 'here')).toEqual([])
      }),
    )
    expect(readPayload('{"signals":[1,null,{"tenantId":"x"}]}', 'here')).toEqual([])
  })
})
