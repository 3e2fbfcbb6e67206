import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { bootstrapRoles, type DatabaseUrls, migrate, withClient } from '../../server/platform/db/index.ts'
import { startEmbedded } from '../../server/platform/embedded/index.ts'
import { installJobs } from '../../server/platform/jobs/index.ts'
import type { TestGround } from './test-ground.ts'

const TEMPLATE = 'docket_template'

/**
 * Once for a run of all tests: a real PostgreSQL with one migrated template database, which each test file clones. It
 * is the embedded server, or the one of TEST_DATABASE_URL (a superuser's URL), so the whole suite passes on either.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { ground, stop } = await startGround()
  project.provide('ground', ground)
  return stop
}

/** The same for runs that are not vitest's. */
export async function startGround(): Promise<{ ground: TestGround; stop(): Promise<void> }> {
  const external = process.env.TEST_DATABASE_URL
  const server =
    external === undefined
      ? await embeddedServer()
      : { admin: external, urls: sameUser(external), stop: async () => {} }
  const admin = new pg.Client({ connectionString: server.admin })
  await admin.connect()
  await admin.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`)
  await admin.query(`CREATE DATABASE ${TEMPLATE}${external === undefined ? ' OWNER docket_owner' : ''}`)
  if (external === undefined) {
    await admin.query(`GRANT CREATE, CONNECT ON DATABASE ${TEMPLATE} TO docket_owner, docket_jobs`)
  }
  const urls = onDatabase(server.urls, TEMPLATE)
  const roles = await bootstrapRoles(urls)
  await migrate(urls.owner, roles, () => {})
  await installJobs(urls.jobs, roles)
  await admin.end()
  const ground: TestGround = { admin: server.admin, template: TEMPLATE, urls, roles }
  return { ground, stop: server.stop }
}

/** The embedded server, started a second time with the settings of tests. */
async function embeddedServer() {
  const dataDir = mkdtempSync(join(tmpdir(), 'docket-test-'))
  const start = () => startEmbedded({ dataDir, log: () => {} })
  const untuned = await start()
  await withClient(untuned.superuserUrl, async (superuser) => {
    for (const setting of SETTINGS_OF_TESTS) await superuser.query(`ALTER SYSTEM SET ${setting}`)
  })
  await untuned.stop()
  const server = await start()
  const urls = { app: server.appUrl, owner: server.ownerUrl, jobs: server.jobsUrl, direct: server.appUrl }
  return {
    admin: server.superuserUrl,
    urls,
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * Without flushes to the disk what was committed still outlives every process that is killed; only a power cut could
 * lose it. The servers that tests kill are their own and flush as in production. Several desks at once share the server:
 * six of them want more than a desk's hundred connections (seen: journeys by three browsers, two with desks of their own).
 */
const SETTINGS_OF_TESTS = ['fsync = off', 'full_page_writes = off', 'max_connections = 400']

function sameUser(url: string): DatabaseUrls {
  return { app: url, owner: url, jobs: url, direct: url }
}

function onDatabase(urls: DatabaseUrls, database: string): DatabaseUrls {
  const move = (url: string) => url.replace(/(\/)([^/?]+)(\?|$)/, `$1${database}$3`)
  return { app: move(urls.app), owner: move(urls.owner), jobs: move(urls.jobs), direct: move(urls.direct) }
}
