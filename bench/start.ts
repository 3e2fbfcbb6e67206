import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deskEnvironment } from './desk/start-desk.ts'
import { median } from './load/latencies.ts'
import type { BenchOptions } from './options.ts'
import { type BenchResult, promised } from './report.ts'

const SECOND_MS_MOST = 1_500
const POLL_MS = 5
const GIVE_UP_MS = 60_000

/** From `npm start` to the first 200 of `/readyz`: once on a new data folder, then again and again on the same one. */
export async function benchStart({ rounds }: BenchOptions): Promise<BenchResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'docket-bench-start-'))
  try {
    const first = await startOnce(dataDir)
    const others: number[] = []
    for (let i = 0; i < rounds; i += 1) others.push(await startOnce(dataDir))
    return {
      bench: 'start: npm start to /readyz',
      figures: [
        promised('second start', median(others), 'ms', 'most', SECOND_MS_MOST),
        { name: 'slowest of them', value: Math.max(...others), unit: 'ms' },
        { name: 'first start (new data folder)', value: first, unit: 'ms' },
      ],
      details: { first, others },
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function startOnce(dataDir: string): Promise<number> {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...deskEnvironment(dataDir), PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit'],
    // A group of its own, so that the signal to end reaches npm and all below it.
    detached: true,
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`)
      if (performance.now() - startedAt > GIVE_UP_MS) throw new Error('npm start did not get ready')
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
    return performance.now() - startedAt
  } finally {
    await endGroup(child, ended, port)
  }
}

/** npm may end before what it started; the desk is gone when its port is closed. */
async function endGroup(child: ChildProcess, ended: Promise<void>, port: number): Promise<void> {
  if (child.pid === undefined) return
  const group = -child.pid
  process.kill(group, 'SIGTERM')
  await ended
  while (groupLives(group)) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  if (await isReady(port)) throw new Error('the desk outlived its group')
}

function groupLives(group: number): boolean {
  try {
    return process.kill(group, 0)
  } catch {
    return false
  }
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/readyz', agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    request.once('error', () => resolve(false))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
