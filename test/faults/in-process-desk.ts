import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../../server/app/index.ts'
import { createTenant } from '../../server/directory/tenants/index.ts'
import {
  bootstrapRoles,
  type Database,
  type DatabaseRoles,
  type DatabaseUrls,
  migrate,
  openDatabase,
} from '../../server/platform/db/index.ts'
import { installJobs } from '../../server/platform/jobs/index.ts'
import { createLog, createMetrics } from '../../server/platform/observability/index.ts'
import { PATIENT_LIMITS } from '../harness/patient-limits.ts'

export type MadeTenant = { tenantId: string; apiKey: string; ownerId: string }
/** What a route answered; a test says which part of the body it looks at. */
export type Answered<Body> = { status: number; body: Body }

/** The routes of a desk in this process, on any database, without readers and jobs. */
export type InProcessDesk = {
  db: Database
  roles: DatabaseRoles
  request<Body = { id: string }>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    key: string,
    body?: object,
  ): Promise<Answered<Body>>
  newTenant(name: string): Promise<MadeTenant>
  stop(): Promise<void>
}

/** Opens one, with the schema and the queue in place. `clockOffsetMs` lets it act in the past. */
export async function openInProcessDesk(urls: DatabaseUrls, clockOffsetMs = 0): Promise<InProcessDesk> {
  const roles = await bootstrapRoles(urls)
  await migrate(urls.owner, roles, () => {})
  await installJobs(urls.jobs, roles)
  const db = openDatabase(urls, roles, 'docket-in-process', { connectionsMax: 6, limits: PATIENT_LIMITS })
  db.clockOffsetMs = clockOffsetMs
  const filesFolder = mkdtempSync(join(tmpdir(), 'docket-files-'))
  const { api } = buildApp({
    db,
    jobsUrl: urls.jobs,
    filesFolder,
    publicUrl: undefined,
    host: '127.0.0.1',
    trustedProxyCidrs: [],
    smtpUrl: undefined,
    log: createLog('silent'),
    metrics: createMetrics(),
  })
  return {
    db,
    roles,
    async request(method, path, key, body) {
      const headers = { authorization: `Bearer ${key}` }
      const answer = await api.inject({
        method,
        url: `/api/v1${path}`,
        headers,
        ...(body === undefined ? {} : { payload: body }),
      })
      return { status: answer.statusCode, body: JSON.parse(answer.body) }
    },
    newTenant: (name) => newTenant(db, name),
    async stop() {
      await api.stop()
      await db.pool.end()
      rmSync(filesFolder, { recursive: true, force: true })
    },
  }
}

/** Which address serves what, with an owner and an app role of an external server. */
export function urlsOf(app: string, owner: string): DatabaseUrls {
  return { app, owner, jobs: owner, direct: app }
}

async function newTenant(db: Database, name: string): Promise<MadeTenant> {
  const owner = { name: 'Olga', email: `olga@${name}.example`, password: 'correct horse battery' }
  const made = await createTenant(
    db,
    { organisation: name, owner, team: { name: 'IT', prefix: 'IT' } },
    { onTenantCreated: () => {}, cause: {} },
  )
  return { tenantId: made.tenant.id, apiKey: made.apiKey, ownerId: made.owner.id }
}
