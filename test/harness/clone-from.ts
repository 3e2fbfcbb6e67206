import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { DatabaseRoles, DatabaseUrls } from '../../server/platform/db/index.ts'
import type { TestGround } from './test-ground.ts'

export type ClonedDatabase = {
  name: string
  urls: DatabaseUrls
  roles: DatabaseRoles
  admin: string
  drop(): Promise<void>
}

/** A new database on this ground, cloned from its migrated template. */
export async function cloneFrom({ admin, template, urls, roles }: TestGround): Promise<ClonedDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(admin, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`))
  const move = (url: string) => url.replace(template, name)
  return {
    name,
    roles,
    admin: admin.replace(/(\/)([^/?]+)(\?|$)/, `$1${name}$3`),
    urls: { app: move(urls.app), owner: move(urls.owner), jobs: move(urls.jobs), direct: move(urls.direct) },
    async drop() {
      await asAdmin(admin, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

async function asAdmin(url: string, run: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // A template must have no other connection while it is copied: clones of files that start together queue up.
    await client.query('SELECT pg_advisory_lock(7)')
    await run(client)
  } finally {
    await client.end()
  }
}
