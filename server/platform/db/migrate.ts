import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { recordMigration } from './migration-store.ts'
import { type DatabaseRoles, withClient } from './roles.ts'

/** One forward-only step; the header line names its module, its kind and whether older code must refuse it. */
export type Migration = {
  id: number
  name: string
  module: string
  breaking: boolean
  text: string
  checksum: string
}

const FOLDER = join(import.meta.dirname, '../../../migrations')
const HEADER = /^-- module: ([a-z-]+); kind: (expand|contract); breaking: (yes|no)\n/
const MIGRATION_LOCK = 0x646f636c

/** Reads the migrations, in order. Throws when a file has no header line or a number is missing. */
export function readMigrations(folder: string = FOLDER): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  return files.map((file, i) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const header = HEADER.exec(text)
    const id = Number(file.slice(0, 4))
    if (header === null)
      throw new Error(
        `${file}: the first line must be "-- module: x; kind: expand|contract; breaking: yes|no"`,
      )
    if (id !== i + 1) throw new Error(`${file}: expected migration number ${i + 1}`)
    const checksum = createHash('sha256').update(text).digest('hex')
    return {
      id,
      name: file.slice(0, -4),
      module: header[1] ?? '',
      breaking: header[3] === 'yes',
      text,
      checksum,
    }
  })
}

/**
 * Brings the database to this code's schema: each missing migration in a transaction of its own, under a lock, so
 * that several processes may start at once. Refuses a database that a newer, breaking version has changed.
 */
export async function migrate(
  ownerUrl: string,
  roles: DatabaseRoles,
  log: (line: string) => void,
  migrations: Migration[] = readMigrations(),
): Promise<number> {
  return withClient(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const applied = await appliedMigrations(client)
    refuseNewer(applied, migrations)
    let count = 0
    for (const migration of migrations) {
      const known = applied.get(migration.id)
      if (known !== undefined) {
        if (known.checksum !== migration.checksum)
          throw new MigrationError(`migration ${migration.name} was changed after it ran`)
        continue
      }
      log(`migrating: ${migration.name}`)
      await apply(client, roles, migration)
      count += 1
    }
    return count
  })
}

/** The database and this code do not fit together; the message says what to do. */
export class MigrationError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MigrationError'
  }
}

type Applied = { id: number; name: string; breaking: boolean; checksum: string }

async function appliedMigrations(client: pg.Client): Promise<Map<number, Applied>> {
  const { rows: found } = await client.query(`SELECT to_regclass('app.migration') IS NOT NULL AS yes`)
  if (found[0]?.yes !== true) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS app;
      CREATE TABLE app.migration (id integer PRIMARY KEY, name text NOT NULL, breaking boolean NOT NULL,
        checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`)
  }
  const { rows } = await client.query<Applied>('SELECT id, name, breaking, checksum FROM app.migration')
  return new Map(rows.map((row) => [row.id, row]))
}

function refuseNewer(applied: Map<number, Applied>, migrations: Migration[]): void {
  const newest = migrations.length
  const breaking = [...applied.values()].find((row) => row.id > newest && row.breaking)
  if (breaking !== undefined) {
    throw new MigrationError(
      `the database was changed by a newer Docket (${breaking.name}), which this version cannot use: start the newer version`,
    )
  }
}

async function apply(client: pg.Client, roles: DatabaseRoles, migration: Migration): Promise<void> {
  const forced = roles.mode === 'single'
  try {
    await client.query('BEGIN')
    // A plain owner is bound by its own policies while they are forced: lifted inside this transaction only.
    if (forced) await setForce(client, false)
    await client.query(expand(client, migration.text, roles))
    if (forced) await setForce(client, true)
    await recordMigration(client, migration)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

async function setForce(client: pg.Client, on: boolean): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relnamespace = 'app'::regnamespace AND c.relrowsecurity`,
  )
  for (const { name } of rows)
    await client.query(`ALTER TABLE ${name} ${on ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`)
}

/** Fills in the app role's name and the isolation of a tenant's table. */
function expand(client: pg.Client, text: string, roles: DatabaseRoles): string {
  const app = client.escapeIdentifier(roles.appRole)
  return text
    .replaceAll('{{app}}', app)
    .replace(/\{\{isolate ([a-z_.]+)\}\}/g, (_, table: string) => isolate(table))
}

function isolate(table: string): string {
  return `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ${table} FOR ALL USING (tenant_id = (SELECT app.tenant_id())) WITH CHECK (tenant_id = (SELECT app.tenant_id()));`
}
