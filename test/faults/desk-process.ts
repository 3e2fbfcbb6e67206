import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PATIENCE_MS } from '../harness/patience.ts'
import { until } from './until.ts'

const root = join(import.meta.dirname, '..', '..')

/** How a process ended: its exit code, or the signal that ended it. */
export type Ending = { code: number | null; signal: NodeJS.Signals | null }

/** A real process of a desk, or of a script that plays one. */
export type SpawnedProcess = {
  readonly pid: number
  /** All that it printed so far. */
  output(): string
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<Ending>
  /** SIGKILL, and until it is gone. */
  kill(): Promise<void>
}
export type DeskProcess = SpawnedProcess & { readonly url: string }

/**
 * Starts a script of this repository with the Node that runs this one, with nothing of the environment but `env`, where
 * programs are, and where compiled code is kept.
 */
export function spawnScript(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
): SpawnedProcess {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env
  const kept = { PATH, HOME, ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) }
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: { ...kept, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const ended = new Promise<Ending>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  )
  return {
    pid: child.pid ?? 0,
    output: () => output,
    signal: (name) => void child.kill(name),
    ended,
    async kill() {
      if (isRunning(child)) child.kill('SIGKILL')
      await ended
    },
  }
}

/** Starts a desk on a free port and waits until its /readyz says that it can answer. Rejects with its output when it ends. */
export async function startDeskProcess(env: Record<string, string>): Promise<DeskProcess> {
  const desk = spawnScript('server/app/main.ts', [], { LOG_LEVEL: 'warn', PORT: '0', ...env })
  let ending: Ending | undefined
  void desk.ended.then((how) => (ending = how))
  const url = await until('a desk that is ready', async () => {
    if (ending !== undefined) throw new Error(`the desk ended (${JSON.stringify(ending)}):\n${desk.output()}`)
    const address = /Docket is ready at (\S+)/.exec(desk.output())?.[1]
    return address !== undefined && (await isReady(address)) ? address : false
  })
  return { ...desk, url }
}

/** Whether the desk at this address says that it can answer. */
export function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    (answer) => answer.ok,
    () => false,
  )
}

/** Whether a process stands still, stopped by SIGSTOP. Linux. */
export function isStopped(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return /^\d+ \(.*\) T/.test(stat)
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}
