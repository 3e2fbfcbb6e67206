import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClonedDatabase, cloneDatabase } from '../../../test/harness/clone-database.ts'
import { PATIENT_LIMITS } from '../../../test/harness/patient-limits.ts'
import { type Database, openDatabase, type Sql, withClockMoved, write } from '../db/index.ts'
import { newId } from '../ids/index.ts'
import { type IdempotencyScope, keepAnswer, openIdempotency, sweepIdempotency } from './idempotency-store.ts'

let database: ClonedDatabase
let db: Database
let scope: IdempotencyScope
const tenantId = newId()

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', {
    connectionsMax: 3,
    limits: PATIENT_LIMITS,
  })
})
afterAll(async () => {
  await db.pool.end()
  await database.drop()
})
beforeEach(() => {
  scope = {
    principalId: newId(),
    method: 'POST',
    route: '/things',
    key: newId(),
    fingerprint: randomBytes(32),
  }
})

const HOUR_MS = 3600_000
const later = (hours: number) => withClockMoved(db, hours * HOUR_MS)
const open = async (one: IdempotencyScope, at = db) =>
  (await write(at, { tenantId, actorId: null }, (tx) => openIdempotency(tx, one))).result
const keep = (body: string, at = db, secret = false) =>
  write(at, { tenantId, actorId: null }, async (tx) => keepAnswer(tx, scope, { status: 201, secret }, body))

describe('the record of a key', () => {
  it('is read in a new statement after its lock was tried: one statement would read it from before', async () => {
    const sent: Sql[] = []
    await open(scope, { ...db, onStatement: (statement) => void sent.push(statement) })
    const at = (words: string) => sent.flatMap(({ text }, index) => (text.includes(words) ? [index] : []))
    const [locks, reads] = [at('pg_try_advisory_xact_lock'), at('app.idempotency')]
    expect([locks.length, reads.length]).toEqual([1, 1])
    expect(reads[0]).toBeGreaterThan(locks[0] ?? Number.POSITIVE_INFINITY)
  })

  it('is locked until the command ends: the same key meanwhile is refused, another is not', async () => {
    await write(db, { tenantId, actorId: null }, async (tx) => {
      await openIdempotency(tx, scope)
      await expect(open(scope)).rejects.toMatchObject({ code: 'request-in-flight' })
      expect(await open({ ...scope, key: newId() })).toBeUndefined()
    })
    expect(await open(scope)).toBeUndefined()
  })

  it.each(['principalId', 'method', 'route', 'key'] as const)('belongs to its %s', async (part) => {
    await keep('"first"')
    expect(await open(scope)).toMatchObject({ status: 201, body: '"first"' })
    expect(await open({ ...scope, [part]: newId() })).toBeUndefined()
  })

  it('stands for one request: another body is refused', async () => {
    await keep('"first"')
    const other = { ...scope, fingerprint: randomBytes(32) }
    await expect(open(other)).rejects.toMatchObject({ code: 'idempotency-key-reused' })
  })

  it('counts for a day and no longer, and the key can then stand for another request', async () => {
    await keep('"first"')
    expect(await open(scope, later(23))).toMatchObject({ body: '"first"' })
    expect(await open(scope, later(25))).toBeUndefined()
    scope = { ...scope, fingerprint: randomBytes(32) }
    await keep('"second"', later(25))
    expect(await open(scope, later(26))).toMatchObject({ body: '"second"' })
  })

  it('keeps its first answer while it counts', async () => {
    await keep('"first"')
    await keep('"second"')
    expect(await open(scope)).toMatchObject({ body: '"first"' })
  })

  it('never holds a secret', async () => {
    await keep('"the secret"', db, true)
    expect(await open(scope)).toMatchObject({ body: null, resource: 'secret:' })
  })

  it('is forgotten when it has expired, and not before', async () => {
    const sweepAt = (at: Database) =>
      write(at, { tenantId, actorId: null }, async (tx) => sweepIdempotency(tx))
    await keep('"first"')
    await sweepAt(later(23))
    expect(await open(scope)).toMatchObject({ body: '"first"' })
    await sweepAt(later(25))
    expect(await open(scope)).toBeUndefined()
  })
})
