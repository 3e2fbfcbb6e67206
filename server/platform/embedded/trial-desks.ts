import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { type EmbeddedInternals, type EmbeddedServer, startEmbedded } from './embedded-server.ts'
import { stopPostmaster } from './postmaster.ts'
import { isPostmasterOf, readPostmasterPid } from './postmaster-pid.ts'

/** What a desk in another process tells about itself once its server runs. */
export type DeskReport = { pid: number; adopted: boolean; firstRun: boolean; ownerUrl: string }

/** Servers and folders of one test, all of which end with it. */
export type TrialDesks = {
  /** A data folder that does not exist yet, in a new folder that everybody may enter. */
  newDataDir(): string
  /** The data folder that the tests of one file share, with a database in it: a first run takes more than a second. */
  usedDataDir(): Promise<string>
  start(dataDir: string, internals?: EmbeddedInternals): Promise<EmbeddedServer>
  /** What the servers of this test said. */
  readonly lines: string[]
  /** A desk in a process group of its own, which holds the lock. `command` may stand before Node. */
  startProcess(dataDir: string, options?: { command?: string[]; nativeFolder?: string }): Promise<DeskProcess>
  /** The same without waiting for its server. */
  spawnProcess(dataDir: string, options?: { command?: string[]; nativeFolder?: string }): ChildProcess
  end(): Promise<void>
}

export type DeskProcess = { child: ChildProcess; report: DeskReport }

/** Makes a place for the servers of one test. */
export function trialDesks(): TrialDesks {
  const folders: string[] = []
  const dataDirs: string[] = []
  const servers: EmbeddedServer[] = []
  const children: ChildProcess[] = []
  const lines: string[] = []
  const newDataDir = () => {
    const folder = mkdtempSync(join(realpathSync(tmpdir()), 'docket-trial-'))
    chmodSync(folder, 0o777)
    folders.push(folder)
    dataDirs.push(join(folder, 'data'))
    return join(folder, 'data')
  }
  const spawnProcess: TrialDesks['spawnProcess'] = (dataDir, { command = [], nativeFolder = '' } = {}) => {
    const entry = fileURLToPath(new URL('./trial-desk-process.ts', import.meta.url))
    const [program = '', ...args] = [...command, process.execPath, entry, dataDir, nativeFolder]
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
    children.push(child)
    return child
  }
  return {
    lines,
    newDataDir,
    spawnProcess,
    async usedDataDir() {
      const dataDir = await usedFolder()
      dataDirs.push(dataDir)
      return dataDir
    },
    async start(dataDir, internals) {
      const server = await startEmbedded({ dataDir, log: (line) => void lines.push(line) }, internals)
      servers.push(server)
      return server
    },
    async startProcess(dataDir, options) {
      const child = spawnProcess(dataDir, options)
      if (!child.stdout) throw new Error('the desk has no output')
      const [line] = await Promise.race([
        once(createInterface(child.stdout), 'line'),
        once(child, 'exit').then(([code]) => Promise.reject(new Error(`the desk exited with ${code}`))),
      ])
      return { child, report: JSON.parse(line) as DeskReport }
    },
    async end() {
      for (const child of children) child.kill('SIGKILL')
      for (const server of servers) await server.stop()
      for (const dataDir of dataDirs) await endLeftover(dataDir)
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Removes the data folder that the tests of a file shared. */
export async function removeUsedDataDir(): Promise<void> {
  const shared = used
  used = undefined
  if (shared) rmSync(dirname(await shared), { recursive: true, force: true })
}

/** The number of the server's process of a data folder. */
export function serverPid(dataDir: string): number {
  const found = readPostmasterPid(join(dataDir, 'postgres'))
  if (!found) throw new Error(`no server runs on ${dataDir}`)
  return found.pid
}

/** Runs one statement on a connection of its own and returns its rows. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** Makes a folder that only its owner may enter. */
export function closedFolder(folder: string): string {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o700)
  return folder
}

let used: Promise<string> | undefined

function usedFolder(): Promise<string> {
  used ??= makeUsedFolder()
  return used
}

async function makeUsedFolder(): Promise<string> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'docket-trial-used-'))
  chmodSync(folder, 0o755)
  const server = await startEmbedded({ dataDir: join(folder, 'data'), log: () => {} })
  await server.stop()
  return join(folder, 'data')
}

async function endLeftover(dataDir: string): Promise<void> {
  const cluster = join(dataDir, 'postgres')
  const found = readPostmasterPid(cluster)
  if (found && isPostmasterOf(found.pid, cluster)) await stopPostmaster(found.pid, cluster)
}
