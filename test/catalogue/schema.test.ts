import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { describeSchema } from '../../server/platform/db/index.ts'
import { cloneDatabase } from '../harness/clone-database.ts'

const FILE = join(import.meta.dirname, '../../migrations/schema/schema.sql')

it('schema.sql is what the migrations make (UPDATE_SCHEMA=1 writes it anew)', async () => {
  const database = await cloneDatabase()
  const client = new pg.Client({ connectionString: database.admin })
  await client.connect()
  const described = await describeSchema(client, database.roles.appRole)
  await client.end()
  await database.drop()
  if (process.env.UPDATE_SCHEMA === '1') writeFileSync(FILE, described)
  expect(described).toBe(readFileSync(FILE, 'utf8'))
})
