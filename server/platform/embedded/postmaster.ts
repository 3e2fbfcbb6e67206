import { spawn } from 'node:child_process'
import { closeSync, openSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { diagnose } from './diagnosis.ts'
import { EmbeddedError } from './embedded-error.ts'
import type { Ground } from './ground.ts'
import { isAlive, isPostmasterOf, readPostmasterPid } from './postmaster-pid.ts'
import { programEnvironment } from './program-environment.ts'
import { readServerLog } from './server-log.ts'

/** A running server: its process, and how to learn of its end. */
export type Postmaster = {
  readonly pid: number
  readonly socketDir: string
  readonly adopted: boolean
  /** Calls back once when the process ends, with a phrase that says how. */
  readonly onEnd: (callback: (how: string) => void) => void
}

type LaunchOptions = {
  readonly ground: Ground
  readonly cluster: string
  readonly socketDir: string
  readonly logFile: string
  readonly log: (line: string) => void
}

const READY_POLL_MS = 10
const READY_TIMEOUT_MS = 10 * 60_000
const WATCH_POLL_MS = 200

/**
 * Starts the server and waits until it takes connections; crash recovery may take its time, of which `log` hears every
 * 5 s. The server gets its own session, so that Ctrl-C ends the desk first. Throws what the server's log tells.
 */
export async function launchPostmaster(options: LaunchOptions): Promise<Postmaster> {
  const { ground, cluster, socketDir, logFile } = options
  const logged = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
  const settings = ['-c', `unix_socket_directories=${socketDir}`, '-c', 'port=5432']
  const [command = '', ...args] = [
    ...ground.identity.prefix,
    ground.binaries.postgres,
    '-D',
    cluster,
    ...settings,
  ]
  const output = openSync(logFile, 'a', 0o600)
  const child = spawn(command, args, {
    cwd: '/',
    env: programEnvironment(ground.binaries.libraryPath),
    detached: true,
    stdio: ['ignore', output, output],
    ...ground.identity.switchTo,
  })
  closeSync(output)
  let how: string | undefined
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) =>
      resolve(signal ? `it was ended by ${signal}` : `it exited with code ${code}`),
    )
  }).then((reason) => (how = reason))
  child.unref()
  const pid = child.pid ?? 0
  const isReady = await waitUntilReady(cluster, pid, () => how === undefined, options.log)
  if (!isReady) {
    if (how === undefined) await stopPostmaster(pid, cluster)
    const said = `${readServerLog(logFile, logged)}${how ? `\n${how}` : ''}`
    throw diagnose({ doing: 'starting', dataDir: ground.home, output: said, secrets: [] })
  }
  return { pid, socketDir, adopted: false, onEnd: (callback) => void ended.then(callback) }
}

/**
 * Waits until a server that is already running takes connections and returns it, or returns undefined when it ends
 * instead. Being no child of ours, its end is noticed by looking.
 */
export async function joinPostmaster(
  cluster: string,
  log: (line: string) => void,
): Promise<Postmaster | undefined> {
  const found = readPostmasterPid(cluster)
  if (!found) return undefined
  const isRunning = () => isPostmasterOf(found.pid, cluster)
  if (!(await waitUntilReady(cluster, found.pid, isRunning, log))) return undefined
  const onEnd = (callback: (how: string) => void) => {
    const timer = setInterval(() => {
      if (isRunning()) return
      clearInterval(timer)
      callback('its process is gone')
    }, WATCH_POLL_MS)
    timer.unref()
  }
  return { pid: found.pid, socketDir: readPostmasterPid(cluster)?.socketDir ?? '', adopted: true, onEnd }
}

/**
 * Stops a server and returns when its process is gone: first a fast shutdown, which ends connections and writes
 * everything out; after 15 s an immediate one, after 5 s more a kill, from both of which it recovers at the next start.
 */
export async function stopPostmaster(pid: number, cluster: string): Promise<void> {
  const steps = [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const
  for (const [signal, waitMs] of steps) {
    // The first look avoids hitting a stranger that was given the number; later ones find the same process.
    if (!isPostmasterOf(pid, cluster)) return
    process.kill(pid, signal)
    if (await isGoneWithin(pid, waitMs)) return
  }
  throw new EmbeddedError(
    'start-failed',
    `The PostgreSQL server (process ${pid}) does not end, not even when killed.`,
  )
}

/** Waits until a process is gone; false when it still lives after `waitMs`. */
export async function isGoneWithin(pid: number, waitMs: number): Promise<boolean> {
  const deadline = performance.now() + waitMs
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false
    await sleep(READY_POLL_MS)
  }
  return true
}

async function waitUntilReady(
  cluster: string,
  pid: number,
  isRunning: () => boolean,
  log: (line: string) => void,
): Promise<boolean> {
  const startedAt = performance.now()
  let saidAt = startedAt
  while (isRunning()) {
    const found = readPostmasterPid(cluster)
    if (found?.pid === pid && found.status === 'ready') return true
    const now = performance.now()
    if (now - startedAt > READY_TIMEOUT_MS) return false
    if (now - saidAt > 5000) {
      saidAt = now
      const doing = found?.status === 'stopping' ? 'shutting down' : 'starting or recovering'
      log(`PostgreSQL is still ${doing} (${Math.round((now - startedAt) / 1000)} s)`)
    }
    await sleep(READY_POLL_MS)
  }
  return false
}
