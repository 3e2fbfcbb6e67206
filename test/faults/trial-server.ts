import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../server/platform/embedded/index.ts'
import { PATIENCE_MS } from '../harness/patience.ts'

/** A PostgreSQL server of a test's own, which it may kill. */
export type TrialServer = {
  /** The environment of desks that use it as an external server with an owner and a plain app role. */
  readonly env: Record<string, string>
  readonly superuserUrl: string
  readonly ownerUrl: string
  readonly appUrl: string
  /** What it logged so far. */
  log(): string
  /** SIGKILL to its postmaster; fulfilled when it takes connections again. */
  killAndRecover(): Promise<void>
  /** SIGKILL to one backend that serves a desk, for which the server ends all sessions and recovers. */
  killBackend(): Promise<void>
  stop(): Promise<void>
}

/** Starts one on a new folder. It is started again whenever it dies, on the same address. */
export async function startTrialServer(): Promise<TrialServer> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'docket-faults-'))
  chmodSync(folder, 0o755)
  const dataDir = join(folder, 'data')
  const server = await startEmbedded({ dataDir, log: () => {} })
  let onRestarted = () => {}
  server.onDeath(({ restarted }) => void restarted.then(onRestarted, () => {}))
  return {
    env: {
      DATABASE_URL: server.appUrl,
      DATABASE_OWNER_URL: server.ownerUrl,
      DATA_DIR: join(folder, 'desk'),
      SETUP_TOKEN: TRIAL_TOKEN,
    },
    superuserUrl: server.superuserUrl,
    ownerUrl: server.ownerUrl,
    appUrl: server.appUrl,
    log: () => readFileSync(join(dataDir, 'postgres.log'), 'utf8'),
    async killAndRecover() {
      const restarted = new Promise<void>((resolve) => (onRestarted = resolve))
      process.kill(postmasterPid(dataDir), 'SIGKILL')
      await restarted
    },
    async killBackend() {
      const [victim] = await ask<{ pid: number }>(
        server.superuserUrl,
        `SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'docket-%' AND backend_type = 'client backend'
          ORDER BY state = 'active' DESC, state_change DESC LIMIT 1`,
      )
      if (victim !== undefined) process.kill(victim.pid, 'SIGKILL')
    },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The one-time token of trial desks. */
export const TRIAL_TOKEN = 'trial-setup-token-0001'

/** The number of the process that serves a data folder. */
export function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** Runs one statement on a connection of its own. */
export async function ask<Row>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text, values)).rows as Row[]
  } finally {
    await client.end().catch(() => {})
  }
}
