import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Database,
  openDatabase,
  read,
  type Sql,
  sqlState,
  write,
} from '../../server/platform/db/index.ts'
import { newId } from '../../server/platform/ids/index.ts'
import { type ClonedDatabase, cloneDatabase } from '../harness/clone-database.ts'
import { REGISTRY_TABLES } from './registry-tables.ts'
import { rowOf, type TableColumn } from './row-of.ts'

let database: ClonedDatabase
let db: Database
let admin: pg.Client
let tables: string[]
const tenantA = newId()
const tenantB = newId()

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 3 })
  admin = new pg.Client({ connectionString: database.admin })
  await admin.connect()
  const { rows } = await admin.query(
    `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'app'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1`,
  )
  tables = rows
    .map((row) => row.relname)
    .filter((name) => !(REGISTRY_TABLES as readonly string[]).includes(name))
})
afterAll(async () => {
  await admin.end()
  await db.pool.end()
  await database.drop()
})

describe('every table of a tenant', () => {
  it('is found at all', () => {
    expect(tables.length).toBeGreaterThan(15)
  })

  it('has row security, and one policy for everything that compares the tenant both ways', async () => {
    const { rows } = await admin.query(
      `SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, count(p.*)::int AS policies,
        min(p.polcmd::text) AS cmd, bool_and(p.polpermissive) AS permissive, bool_and(pg_get_expr(p.polqual, c.oid) LIKE '%tenant_id = ( SELECT app.tenant_id()%') AS reads,
        bool_and(pg_get_expr(p.polwithcheck, c.oid) LIKE '%tenant_id = ( SELECT app.tenant_id()%') AS writes
      FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relnamespace = 'app'::regnamespace AND c.relname = ANY($1) GROUP BY c.oid`,
      [tables],
    )
    expect(rows).toHaveLength(tables.length)
    for (const row of rows) {
      expect(row).toMatchObject({
        relrowsecurity: true,
        policies: 1,
        cmd: '*',
        permissive: true,
        reads: true,
        writes: true,
      })
    }
  })

  it('has a tenant_id that is never null and leads every key and unique index', async () => {
    const { rows } = await admin.query(
      `SELECT c.relname, a.attnotnull FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
      WHERE c.relnamespace = 'app'::regnamespace AND c.relname = ANY($1)`,
      [tables],
    )
    expect(
      rows
        .filter((row) => row.attnotnull)
        .map((row) => row.relname)
        .sort(),
    ).toEqual(tables)
    const { rows: loose } = await admin.query(
      `SELECT i.indexrelid::regclass::text AS index FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
      WHERE c.relnamespace = 'app'::regnamespace AND c.relname = ANY($1) AND i.indisunique AND i.indkey[0] <> a.attnum`,
      [tables],
    )
    expect(loose).toEqual([])
  })

  it('refers to other tables of tenants only together with the tenant', async () => {
    const { rows } =
      await admin.query(`SELECT k.conname, k.conrelid::regclass::text AS table, (SELECT attname FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = k.conkey[1]) AS first,
        (SELECT attname FROM pg_attribute WHERE attrelid = k.confrelid AND attnum = k.confkey[1]) AS target, k.condeferrable
      FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'app'::regnamespace`)
    expect(rows.length).toBeGreaterThan(10)
    for (const row of rows)
      expect(row).toMatchObject({ first: 'tenant_id', target: 'tenant_id', condeferrable: false })
  })
})

describe('one tenant and another', () => {
  it('never see, change or delete a row of each other, in any table, and cannot move one over', async () => {
    for (const table of tables) {
      await plant(table, tenantB)
      const of = (statement: string) => asTenant(tenantA, statement)
      expect(await of(`SELECT FROM app.${table}`), `${table}: read`).toBe(0)
      if (await allowed(table, 'UPDATE')) {
        expect(await of(`UPDATE app.${table} SET tenant_id = tenant_id`), `${table}: update`).toBe(0)
        await expect(
          asTenant(tenantB, `UPDATE app.${table} SET tenant_id = '${tenantA}'`),
          `${table}: move`,
        ).rejects.toSatisfy((error) => sqlState(error) === '42501')
      }
      if (await allowed(table, 'DELETE'))
        expect(await of(`DELETE FROM app.${table}`), `${table}: delete`).toBe(0)
      expect(await asTenant(tenantB, `SELECT FROM app.${table}`), `${table}: own`).toBe(1)
    }
  })

  it('cannot write a row with the other’s id', async () => {
    for (const table of tables) {
      const insert = await insertOf(table, tenantB)
      await expect(asTenant(tenantA, insert), table).rejects.toSatisfy((error) => sqlState(error) === '42501')
    }
  })

  it('carry nothing over on one connection', async () => {
    const one = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 1 })
    const tenantOf = (tenantId: string) =>
      read(one, { tenantId, actorId: null }, (tx) =>
        tx.rows<{ id: string }>(plain('SELECT app.tenant_id() AS id')),
      )
    expect(await tenantOf(tenantA)).toEqual([{ id: tenantA }])
    expect(await tenantOf(tenantB)).toEqual([{ id: tenantB }])
    await expect(one.pool.query('SELECT app.tenant_id()')).rejects.toMatchObject({ code: '42501' })
    await one.pool.end()
  })
})

describe('without a tenant', () => {
  it('reading or writing rows that are there is refused, in any table', async () => {
    for (const table of tables) {
      await plant(table, tenantB)
      await expect(withoutTenant(`SELECT count(*) FROM app.${table}`), table).rejects.toMatchObject({
        code: '42501',
      })
      await expect(withoutTenant(await insertOf(table, tenantB)), table).rejects.toMatchObject({
        code: '42501',
      })
    }
  })
})

describe('the log', () => {
  it('cannot be changed or emptied, by the app or by the owner', async () => {
    await plant('event', tenantB)
    for (const statement of [
      'UPDATE app.event SET seq = seq',
      'DELETE FROM app.event',
      'TRUNCATE app.event',
    ]) {
      await expect(asTenant(tenantB, statement), statement).rejects.toMatchObject({ code: '42501' })
      await expect(admin.query(statement), `owner: ${statement}`).rejects.toMatchObject({ code: '42501' })
    }
  })
})

const plain = (text: string): Sql => ({ text, values: [] })

function asTenant(tenantId: string, statement: string): Promise<number> {
  return write(
    db,
    { tenantId, actorId: null },
    async (tx) =>
      (
        await tx.rows(
          plain(
            `${statement}${statement.startsWith('SELECT') ? '' : ' RETURNING 1'}`.replace(
              /^(TRUNCATE.*) RETURNING 1$/,
              '$1',
            ),
          ),
        )
      ).length,
  ).then(({ result }) => result)
}

async function withoutTenant(statement: string): Promise<void> {
  const client = await db.pool.connect()
  try {
    await client.query('BEGIN')
    if (database.roles.setRole) await client.query(`SET LOCAL ROLE ${database.roles.appRole}`)
    await client.query(statement)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

async function allowed(table: string, right: string): Promise<boolean> {
  const { rows } = await admin.query('SELECT has_table_privilege($1, $2, $3) AS yes', [
    database.roles.appRole,
    `app.${table}`,
    right,
  ])
  return rows[0].yes
}

/** Puts one row of a tenant into a table, past foreign keys, as a superuser. */
async function plant(table: string, tenantId: string): Promise<void> {
  const { rows } = await admin.query(`SELECT 1 FROM app.${table} WHERE tenant_id = $1`, [tenantId])
  if (rows.length > 0) return
  await admin.query(`SET session_replication_role = replica`)
  await admin.query(await insertOf(table, tenantId))
  await admin.query(`SET session_replication_role = origin`)
}

async function insertOf(table: string, tenantId: string): Promise<string> {
  const { rows } = await admin.query<TableColumn>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.atthasdef AS has_default,
      (SELECT array_agg(pg_get_constraintdef(k.oid)) FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'c' AND a.attnum = ANY(k.conkey)) AS checks
    FROM pg_attribute a WHERE a.attrelid = ('app.' || $1)::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull`,
    [table],
  )
  return rowOf(table, tenantId, rows)
}
