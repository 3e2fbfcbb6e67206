import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { until } from '../faults/until.ts'

/** A real server's process in the foreground, with all its children in a process group of its own. */
export type Daemon = {
  /** Sends a signal to the process and all its children. */
  signal(name: NodeJS.Signals): void
  /** What it printed so far. */
  output(): string
  /** As if the power went: SIGKILL to all, and until they are gone. Asked politely they took 4 s (seen). */
  kill(): Promise<void>
}

/** Starts a server and waits until it takes connections on its ports. Rejects with its output when it ends or does not. */
export async function startDaemon(
  program: string,
  args: readonly string[],
  ports: readonly number[],
): Promise<Daemon> {
  const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' })
  let output = ''
  let isOver = false
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const ended = new Promise<void>((resolve) => {
    const over = () => {
      isOver = true
      resolve()
    }
    child.once('exit', over)
    child.once('error', over)
  })
  const signal = (name: NodeJS.Signals) => signalGroup(child.pid, name)
  const kill = async () => {
    signal('SIGKILL')
    await ended
    await until(`the end of ${program}`, () => !isGroupAlive(child.pid))
  }
  try {
    await until(`${program} that takes connections`, async () => {
      if (isOver) throw new Error(`${program} ended`)
      return (await Promise.all(ports.map(takesConnections))).every(Boolean)
    })
  } catch (cause) {
    await kill()
    throw new Error(`${String(cause)}:\n${output}`, { cause })
  }
  return { signal, output: () => output, kill }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, name)
  } catch {}
}

/** Whether a process of the group still runs; one that ended may wait for seconds until its parent looks at it. Linux. */
function isGroupAlive(group: number | undefined): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      const [, state, processGroup] = /\) (\S) \d+ (\d+)/.exec(statOf(pid)) ?? []
      return state !== 'Z' && Number(processGroup) === group
    })
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}
