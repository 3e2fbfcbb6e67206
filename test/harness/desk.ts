import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../../server/app/index.ts'
import type { StreamLimits } from '../../server/delivery/realtime/index.ts'
import { settleLastUses } from '../../server/directory/auth/index.ts'
import { ensureSetupToken } from '../../server/directory/tenants/index.ts'
import { type Database, openDatabase, registry, sql } from '../../server/platform/db/index.ts'
import { catchUp, tenantsBehind } from '../../server/platform/log/index.ts'
import { createLog, createMetrics } from '../../server/platform/observability/index.ts'
import { cloneDatabase } from './clone-database.ts'
import type { ClonedDatabase } from './clone-from.ts'
import { PATIENT_LIMITS } from './patient-limits.ts'
import { runDueJobs } from './run-due-jobs.ts'

export type DeskAnswer = {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape they assert.
  body: any
  text: string
  headers: Record<string, string | string[] | undefined>
}
export type DeskRequest = {
  key?: string
  cookie?: string
  body?: unknown
  raw?: { type: string; bytes: Buffer | string }
  headers?: Record<string, string>
}
export type SetUp = {
  apiKey: string
  tenantId: string
  ownerId: string
  teamId: string
  prefix: string
  email: string
  password: string
}

/** The whole desk in one process on a database of its own, without its loops: `settle()` runs what they would. */
export type Desk = {
  db: Database
  database: ClonedDatabase
  setup(overrides?: Record<string, unknown>): Promise<SetUp>
  request(method: string, path: string, request?: DeskRequest): Promise<DeskAnswer>
  /** Listens on a port of loopback and answers the desk's address: for streams, which need a real socket. */
  listen(): Promise<string>
  /** Drains readers and due jobs until nothing moves. */
  settle(): Promise<void>
  /** Moves the clock of this desk; the database's own stays. */
  moveClock(byMs: number): void
  app: ReturnType<typeof buildApp>
  stop(): Promise<void>
}

/** Starts a desk for a test file; its mail stays in the local inbox unless a server is given. */
export async function startDesk({
  smtpUrl,
  publicUrl,
  streamLimits,
}: {
  smtpUrl?: string
  publicUrl?: string
  streamLimits?: Partial<StreamLimits>
} = {}): Promise<Desk> {
  const database = await cloneDatabase()
  const db = openDatabase(database.urls, database.roles, 'docket-test', {
    connectionsMax: 8,
    limits: PATIENT_LIMITS,
  })
  const filesFolder = mkdtempSync(join(tmpdir(), 'docket-files-'))
  const app = buildApp({
    db,
    jobsUrl: database.urls.jobs,
    filesFolder,
    publicUrl,
    host: '127.0.0.1',
    trustedProxyCidrs: [],
    smtpUrl,
    ...(streamLimits === undefined ? {} : { streamLimits }),
    log: createLog(process.env.TEST_LOG_LEVEL ?? 'silent'),
    metrics: createMetrics(),
  })
  db.onCommitted = (tenantId, lastSeq) => app.stream.hint({ tenantId, lastSeq })
  const handlers = { ...app.handlers.timely, ...app.handlers.bulk }
  const request = async (method: string, path: string, options: DeskRequest = {}): Promise<DeskAnswer> => {
    const headers: Record<string, string> = { ...options.headers }
    if (options.key !== undefined) headers.authorization = `Bearer ${options.key}`
    if (options.cookie !== undefined) headers.cookie = options.cookie
    if (options.raw !== undefined) headers['content-type'] = options.raw.type
    else if (options.body !== undefined) headers['content-type'] = 'application/json'
    const payload =
      options.raw?.bytes ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
    const answer = await app.api.inject({
      method: method as 'GET',
      url: path,
      headers,
      ...(payload === undefined ? {} : { payload }),
    })
    const isJson = String(answer.headers['content-type'] ?? '').includes('json')
    return {
      status: answer.statusCode,
      text: answer.body,
      body: isJson && answer.body !== '' ? JSON.parse(answer.body) : undefined,
      headers: answer.headers as DeskAnswer['headers'],
    }
  }
  const settle = async () => {
    for (;;) {
      let moved = 0
      for (const reader of app.readers) {
        for (const tenantId of await tenantsBehind(db, reader.name))
          if (await catchUp(db, reader, tenantId)) moved += 1
      }
      moved += await runDueJobs(
        database.urls.jobs,
        handlers,
        new Date(Date.now() + db.clockOffsetMs).toISOString(),
      )
      if (moved === 0) return
    }
  }
  let address: Promise<string> | undefined
  return {
    db,
    database,
    app,
    request,
    async listen() {
      address ??= app.api.listen('127.0.0.1', 0).then((port) => `http://127.0.0.1:${port}`)
      return address
    },
    settle,
    moveClock(byMs) {
      db.clockOffsetMs += byMs
    },
    setup: (overrides = {}) => setUp(db, request, overrides),
    async stop() {
      await app.api.stop()
      app.transport?.close()
      await settleLastUses(db)
      await db.pool.end()
      await database.drop()
      rmSync(filesFolder, { recursive: true, force: true })
    },
  }
}

async function setUp(
  db: Database,
  request: Desk['request'],
  overrides: Record<string, unknown>,
): Promise<SetUp> {
  const token = await ensureSetupToken(db)
  const owner = { name: 'Olga Owner', email: 'olga@example.org', password: 'correct horse battery' }
  const body = { token, organisation: 'Example', owner, team: { name: 'IT', prefix: 'IT' }, ...overrides }
  const answer = await request('POST', '/api/v1/setup', { body })
  if (answer.status !== 201) throw new Error(`setup answered ${answer.status}: ${answer.text}`)
  const [tenant] = await registry<{ id: string }>(
    db,
    sql`SELECT id FROM app.tenant ORDER BY created_at LIMIT 1`,
  )
  const { apiKey, team } = answer.body
  return {
    apiKey,
    tenantId: tenant?.id ?? '',
    ownerId: answer.body.owner.id,
    teamId: team.id,
    prefix: team.prefix,
    email: owner.email,
    password: owner.password,
  }
}
