import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ClonedDatabase, cloneDatabase } from '../../../test/harness/clone-database.ts'
import { type Database, isDatabaseUnavailable, openDatabase, registry, sql } from './index.ts'

let database: ClonedDatabase
let db: Database

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 2 })
})
afterAll(async () => {
  await db.pool.end()
  await database.drop()
})

it('a connection that breaks in use fails its query and nothing else: the process lives, the next query works', async () => {
  const client = await db.pool.connect()
  const { stream } = (client as unknown as { connection: { stream: { destroy(error: Error): void } } })
    .connection
  const broken = client.query('SELECT pg_sleep(10)')
  stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
  await expect(broken).rejects.toSatisfy(isDatabaseUnavailable)
  client.release()
  expect(await registry(db, sql`SELECT 1 AS one`)).toEqual([{ one: 1 }])
  expect(db.pool.totalCount).toBe(1)
})
