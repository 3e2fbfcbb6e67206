import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Child, startChild } from '../children/call-child.ts'
import { postgresCpuUs } from './cpu-time.ts'
import type { DeskCalls } from './desk-process.ts'

/** A desk of its own for a bench: process, data folder, organisation. */
export type BenchDesk = {
  readonly process: Child<DeskCalls>
  readonly port: number
  readonly appUrl: string
  readonly dataDir: string
  /** A connection that sees every row, for planting data and for looking at it. */
  readonly sql: pg.Client
  readonly apiKey: string
  readonly tenantId: string
  readonly teamId: string
  /** Sends a request as JSON with the owner's key; rejects unless it answers 2xx. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>
  /** CPU time so far of the desk's process and of its PostgreSQL, in microseconds. */
  cpu(): Promise<{ deskUs: number; postgresUs: number }>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** Starts a desk in a temporary folder and sets it up. Readers and jobs run in it as in any desk. */
export async function startDesk(): Promise<BenchDesk> {
  const dataDir = mkdtempSync(join(tmpdir(), 'docket-bench-'))
  const child = startChild<DeskCalls>('desk/desk-process.ts', deskEnvironment(dataDir))
  try {
    const { port, appUrl, ownerUrl, setupToken } = await child.call('where', null)
    const sql = new pg.Client({ connectionString: ownerUrl })
    await sql.connect()
    const { apiKey, tenant, team } = await setUp(port, setupToken)
    return {
      process: child,
      port,
      appUrl,
      dataDir,
      sql,
      apiKey,
      tenantId: tenant.id,
      teamId: team.id,
      call: (method, path, body) => callJson(port, apiKey, method, path, body),
      async cpu() {
        return { deskUs: await child.call('cpu', null), postgresUs: postgresCpuUs(dataDir) }
      },
      async stop() {
        await sql.end()
        await child.stop()
      },
    }
  } catch (error) {
    await child.stop()
    rmSync(dataDir, { recursive: true, force: true })
    throw error
  }
}

/** The environment of a desk on a folder: nothing of the caller's own settings reaches it. */
export function deskEnvironment(dataDir: string): NodeJS.ProcessEnv {
  const {
    DATABASE_URL: _,
    DATABASE_OWNER_URL: __,
    DATABASE_DIRECT_URL: ___,
    ROLE: ____,
    ...env
  } = process.env
  return { ...env, DATA_DIR: dataDir, NODE_ENV: 'production' }
}

type SetUp = { apiKey: string; tenant: { id: string }; team: { id: string } }

function setUp(port: number, token: string): Promise<SetUp> {
  return callJson<SetUp>(port, undefined, 'POST', '/setup', {
    token,
    organisation: 'Bench',
    owner: { name: 'Olga Owner', email: 'owner@bench.example', password: 'correct horse battery' },
    team: { name: 'Team 1', prefix: 'IT' },
  })
}

async function callJson<Answer>(
  port: number,
  key: string | undefined,
  method: string,
  path: string,
  body: unknown,
): Promise<Answer> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
  return JSON.parse(text) as Answer
}
