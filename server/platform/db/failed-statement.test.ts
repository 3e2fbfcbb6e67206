import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClonedDatabase, cloneDatabase } from '../../../test/harness/clone-database.ts'
import { type Database, openDatabase, read, sql, sqlState, write } from './index.ts'

let database: ClonedDatabase
let db: Database
const scope = { tenantId: randomUUID(), actorId: null }

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 2 })
})
afterAll(async () => {
  await db.pool.end()
  await database.drop()
})

describe('a statement behind one that failed', () => {
  it('fails with the reason of the first, not with 25P02', async () => {
    const failing = read(db, scope, async (tx) => {
      tx.rows(sql`SELECT 1 / 0`).catch(() => {})
      return tx.rows(sql`SELECT 1`)
    })
    await expect(failing).rejects.toSatisfy((error) => sqlState(error) === '22012')
  })

  it('still lets a command that lost a race be run again', async () => {
    let runs = 0
    const losing = write(db, scope, async (tx) => {
      runs += 1
      tx.rows(sql`DO 'BEGIN RAISE ''lost'' USING ERRCODE = ''40001''; END'`).catch(() => {})
      await tx.rows(sql`SELECT 1`)
    })
    await expect(losing).rejects.toSatisfy((error) => sqlState(error) === '40001')
    expect(runs).toBe(4)
  })
})
