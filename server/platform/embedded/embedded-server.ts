import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { findBinaries, prepareBinaries } from './binaries.ts'
import { type BringUpOptions, bringUp } from './bring-up.ts'
import { connectionUrl, DATABASE } from './connection-url.ts'
import { type Credentials, loadCredentials, SUPERUSER } from './credentials.ts'
import { DESK_LOCK_HOLDERS, deskRunning, isThisDesk, TAKE_TIMEOUT_MS } from './desk-lock.ts'
import { diagnoseFileError } from './diagnosis.ts'
import { ensureDatabase } from './docket-database.ts'
import { CLUSTER, possibleWays, programVersion, type Way } from './ground.ts'
import { type Postmaster, stopPostmaster } from './postmaster.ts'
import { removeSocketFolder } from './socket-folder.ts'

export type EmbeddedDeath = {
  /** How the server ended, as a phrase. */
  readonly reason: string
  /** Fulfilled when it takes connections again; rejected when the desk is stopped before that. */
  readonly restarted: Promise<void>
}

/** An embedded server that is running, and is started again when it dies. */
export type EmbeddedServer = {
  /** Owns the database; for migrations. */
  readonly ownerUrl: string
  /** Owns nothing; for every request. */
  readonly appUrl: string
  /** May create the queue's schema; for jobs. */
  readonly jobsUrl: string
  readonly superuserUrl: string
  /** True when the server was left running by a desk that was killed. */
  readonly adopted: boolean
  /** True when this start made the database. */
  readonly firstRun: boolean
  readonly socketDir: string
  /** Stops the server; leaves it running when another desk uses it by now. Release this desk's own lock before. */
  stop(): Promise<void>
  /** Calls back each time the server ends without having been asked to. */
  onDeath(callback: (death: EmbeddedDeath) => void): void
}

export type EmbeddedOptions = {
  /** The desk's data folder; made when it is missing. */
  readonly dataDir: string
  /** Hears of progress and of restarts, one plain line at a time. */
  readonly log: (line: string) => void
}

/** What only tests choose. */
export type EmbeddedInternals = {
  readonly ways?: readonly Way[]
  readonly copyRoot?: string
  readonly nativeFolder?: string
}

const RESTART_PAUSE_MS_MIN = 50
const RESTART_PAUSE_MS_MAX = 30_000

/**
 * Starts PostgreSQL on a data folder, or adopts the server that a killed desk left there, and sees to the database
 * `docket` and its roles. Throws an EmbeddedError that says what to do: desk-running when a live desk uses the folder.
 */
export async function startEmbedded(
  options: EmbeddedOptions,
  internals: EmbeddedInternals = {},
): Promise<EmbeddedServer> {
  const settings = prepare(options, internals)
  const { postmaster, superuser } = await bringUp(settings)
  try {
    if (postmaster.adopted) await refuseSecondDesk(superuser)
    const { created } = await ensureDatabase(superuser, settings.credentials)
    return supervise(settings, postmaster, created)
  } catch (error) {
    if (!postmaster.adopted) await stopPostmaster(postmaster.pid, join(settings.dataDir, CLUSTER))
    throw error
  } finally {
    await superuser.end()
  }
}

function prepare(options: EmbeddedOptions, internals: EmbeddedInternals): BringUpOptions {
  const nativeFolder = internals.nativeFolder ?? findBinaries()
  const asked = resolve(options.dataDir)
  try {
    // Root's server runs as another user where it can, who must be able to pass; what lies inside is closed by itself.
    mkdirSync(asked, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    accessSync(asked, constants.R_OK | constants.W_OK | constants.X_OK)
    const dataDir = realpathSync(asked)
    const binaries = prepareBinaries(nativeFolder, join(dataDir, 'postgres-lib'))
    const version = programVersion(binaries)
    const ways = internals.ways ?? possibleWays()
    const copyRoot = internals.copyRoot ?? '/var/lib/docket'
    return {
      dataDir,
      log: options.log,
      binaries,
      version,
      credentials: loadCredentials(dataDir),
      ways,
      copyRoot,
    }
  } catch (error) {
    throw diagnoseFileError(error, 'opening the data folder', asked)
  }
}

function supervise(settings: BringUpOptions, first: Postmaster, firstRun: boolean): EmbeddedServer {
  const { credentials, dataDir, log } = settings
  const { socketDir } = first
  const cluster = join(dataDir, CLUSTER)
  const callbacks: ((death: EmbeddedDeath) => void)[] = []
  const stopping = new AbortController()
  let current = first
  let restarting: Promise<void> | undefined
  let stopped: Promise<void> | undefined
  watch(first)

  function watch(postmaster: Postmaster): void {
    postmaster.onEnd((how) => {
      if (stopping.signal.aborted) return
      log(`PostgreSQL ended (${how}); starting it again`)
      restarting = restart().finally(() => (restarting = undefined))
      restarting.catch(() => {})
      for (const callback of callbacks) callback({ reason: how, restarted: restarting })
    })
  }

  async function restart(): Promise<void> {
    for (let pauseMs = RESTART_PAUSE_MS_MIN; ; pauseMs = Math.min(pauseMs * 2, RESTART_PAUSE_MS_MAX)) {
      await sleep(pauseMs, undefined, { signal: stopping.signal })
      try {
        const { postmaster, superuser } = await bringUp(settings, socketDir)
        current = postmaster
        watch(postmaster)
        await superuser.end()
        return
      } catch (error) {
        log(`PostgreSQL does not start: ${error instanceof Error ? error.message : error}`)
      }
    }
  }

  async function stop(): Promise<void> {
    stopping.abort()
    await restarting?.catch(() => {})
    if (await isUsedByAnotherDesk(credentials, socketDir)) {
      log('Another Docket uses the PostgreSQL server by now; leaving it running')
      return
    }
    await stopPostmaster(current.pid, cluster)
    removeSocketFolder(dirname(realpathSync(cluster)), socketDir)
  }

  const url = (role: keyof Credentials) => connectionUrl(role, credentials, socketDir)
  return {
    ownerUrl: url('docket_owner'),
    appUrl: url('docket_app'),
    jobsUrl: url('docket_jobs'),
    superuserUrl: url(SUPERUSER),
    adopted: first.adopted,
    firstRun,
    socketDir,
    stop: () => (stopped ??= stop()),
    onDeath: (callback) => void callbacks.push(callback),
  }
}

async function refuseSecondDesk(superuser: Client): Promise<void> {
  const deadline = performance.now() + TAKE_TIMEOUT_MS
  for (;;) {
    const { rows } = await superuser.query(DESK_LOCK_HOLDERS, [DATABASE])
    if (rows.length === 0) return
    if (performance.now() > deadline) throw deskRunning()
    await sleep(50)
  }
}

async function isUsedByAnotherDesk(credentials: Credentials, socketDir: string): Promise<boolean> {
  const connectionString = connectionUrl(SUPERUSER, credentials, socketDir)
  const client = new Client({ connectionString, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string }>(DESK_LOCK_HOLDERS, [DATABASE])
    return rows.some((row) => !isThisDesk(row.name))
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
