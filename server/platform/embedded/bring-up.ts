import {
  chownSync,
  existsSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Binaries } from './binaries.ts'
import {
  clusterExists,
  createCluster,
  removeHalfMadeClusters,
  resetSuperuserPassword,
  takeOwnership,
} from './cluster.ts'
import { connectionUrl, DATABASE } from './connection-url.ts'
import { type Credentials, SUPERUSER } from './credentials.ts'
import { DESK_LOCK_HOLDERS, deskRunning } from './desk-lock.ts'
import { diagnoseFileError } from './diagnosis.ts'
import { EmbeddedError } from './embedded-error.ts'
import { CLUSTER, findGround, type Ground, type Way } from './ground.ts'
import {
  isGoneWithin,
  joinPostmaster,
  launchPostmaster,
  type Postmaster,
  stopPostmaster,
} from './postmaster.ts'
import { isPostmasterOf, isProgramGone, readPostmasterPid } from './postmaster-pid.ts'
import { serverConfiguration } from './server-configuration.ts'
import { rotateServerLog, serverLogFile } from './server-log.ts'
import { makeSocketFolder, removeDeadSocket, restoreSocketFolder } from './socket-folder.ts'

export type BringUpOptions = {
  readonly dataDir: string
  readonly log: (line: string) => void
  readonly binaries: Binaries
  readonly version: string
  readonly credentials: Credentials
  readonly ways: readonly Way[]
  readonly copyRoot: string
}

/** A server that answers, with an open connection of its superuser. */
export type RunningServer = {
  readonly postmaster: Postmaster
  readonly superuser: Client
  readonly ground?: Ground
}

const LAUNCH_ATTEMPTS_MAX = 50

/**
 * Brings the server up: adopts the one that a killed desk left running, or starts one, on a new cluster where there is
 * none. `socketDir` is given when it is a restart, since the desk's connections keep that path. The caller ends the
 * superuser's connection.
 */
export async function bringUp(options: BringUpOptions, socketDir?: string): Promise<RunningServer> {
  const cluster = join(options.dataDir, CLUSTER)
  for (let attempt = 1; ; attempt++) {
    const adopted = await adopt(options, cluster)
    if (adopted) return adopted
    try {
      return await launch(options, socketDir)
    } catch (error) {
      // Another desk was faster, or the last children of a killed server have not ended yet.
      const passes = /lock file .* already exists|pre-existing shared memory block/.test(String(error))
      if (!passes || attempt === LAUNCH_ATTEMPTS_MAX) throw error
      await sleep(100)
    }
  }
}

async function adopt(options: BringUpOptions, cluster: string): Promise<RunningServer | undefined> {
  const found = readPostmasterPid(cluster)
  if (!found) return undefined
  if (!isPostmasterOf(found.pid, cluster)) {
    await refuseServerElsewhere(options, found.socketDir)
    // A restarted machine or container gives the number to a stranger, which PostgreSQL would take for a server.
    if (existsSync(cluster)) rmSync(join(cluster, 'postmaster.pid'), { force: true })
    return undefined
  }
  if (found.status === 'stopping') {
    await isGoneWithin(found.pid, 60_000)
    return undefined
  }
  const postmaster = await joinPostmaster(cluster, options.log)
  if (!postmaster) return undefined
  const superuser = await connectToLeftover(options, postmaster)
  if (await isOurs(superuser, options, cluster, postmaster.pid)) return { postmaster, superuser }
  const { rows } = await superuser.query(DESK_LOCK_HOLDERS, [DATABASE])
  await superuser.end()
  if (rows.length > 0) throw deskRunning()
  options.log('Stopping a PostgreSQL server that another version left running')
  await stopPostmaster(postmaster.pid, cluster)
  return undefined
}

async function launch(options: BringUpOptions, socketDir?: string): Promise<RunningServer> {
  const { dataDir, credentials, version, log } = options
  const doing = 'preparing the database folder'
  try {
    const isNew = !clusterExists(join(dataDir, CLUSTER), version)
    const ground = findGround(options)
    const cluster = join(ground.home, CLUSTER)
    removeHalfMadeClusters(ground.home)
    if (isNew && !clusterExists(cluster, version)) {
      log('Creating the database (first run)')
      await createCluster(ground, cluster, credentials[SUPERUSER])
    }
    if (ground.home !== dataDir && !existsSync(join(dataDir, CLUSTER)))
      symlinkSync(cluster, join(dataDir, CLUSTER))
    takeOwnership(ground, cluster)
    writeConfiguration(ground, cluster)
    rotateServerLog(serverLogFile(dataDir))
    if (socketDir) restoreSocketFolder(socketDir, ground.identity)
    const folder = socketDir ?? (await makeSocketFolder(ground.home, ground.identity))
    removeDeadSocket(folder, cluster)
    return await launchAndConnect(options, ground, cluster, folder)
  } catch (error) {
    throw diagnoseFileError(error, doing, dataDir)
  }
}

async function launchAndConnect(
  { dataDir, credentials, version, log }: BringUpOptions,
  ground: Ground,
  cluster: string,
  socketDir: string,
): Promise<RunningServer> {
  const logFile = serverLogFile(dataDir)
  const start = () => launchPostmaster({ ground, cluster, socketDir, logFile, log })
  log(`Starting PostgreSQL ${version}`)
  const postmaster = await start()
  try {
    return { postmaster, superuser: await connect(credentials, socketDir), ground }
  } catch (error) {
    await stopPostmaster(postmaster.pid, cluster)
    if ((error as { code?: string }).code !== '28P01') throw error
  }
  log('The passwords of the database were lost; setting new ones')
  await resetSuperuserPassword(ground, cluster, credentials[SUPERUSER])
  return { postmaster: await start(), superuser: await connect(credentials, socketDir), ground }
}

async function connect(credentials: Credentials, socketDir: string, timeoutMs = 10_000): Promise<Client> {
  const connectionString = connectionUrl(SUPERUSER, credentials, socketDir, 'postgres')
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: timeoutMs,
    application_name: 'docket-supervisor',
  })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function connectToLeftover(options: BringUpOptions, { pid, socketDir }: Postmaster): Promise<Client> {
  try {
    return await connect(options.credentials, socketDir)
  } catch (cause) {
    throw new EmbeddedError(
      'start-failed',
      `A PostgreSQL server (process ${pid}) already runs on ${options.dataDir} but does not let Docket in. Stop it with ` +
        `"kill -INT ${pid}" and start again.`,
      { cause },
    )
  }
}

async function isOurs(
  superuser: Client,
  { version }: BringUpOptions,
  cluster: string,
  pid: number,
): Promise<boolean> {
  const { rows } = await superuser.query<{ folder: string; version: string }>(
    `SELECT current_setting('data_directory') AS folder, current_setting('server_version') AS version`,
  )
  const server = rows[0]
  return server?.folder === realpathSync(cluster) && server.version === version && !isProgramGone(pid)
}

// Behind a socket that answers there is a server, also when its process cannot be seen from this container.
async function refuseServerElsewhere(options: BringUpOptions, socketDir: string): Promise<void> {
  const client = await connect(options.credentials, socketDir, 2000).catch(() => undefined)
  if (!client) return
  await client.end()
  throw new EmbeddedError(
    'server-elsewhere',
    `Another container or machine runs its PostgreSQL server on ${options.dataDir}. Stop it there, or set DATA_DIR to ` +
      'another folder.',
  )
}

function writeConfiguration({ identity }: Ground, cluster: string): void {
  const file = join(cluster, 'postgresql.conf')
  const text = serverConfiguration()
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  writeFileSync(file, text, { mode: 0o600 })
  if (process.getuid?.() === 0) chownSync(file, identity.uid, identity.gid)
}
