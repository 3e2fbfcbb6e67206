import { subscribe } from 'node:diagnostics_channel'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp, startBackground } from '../../server/app/index.ts'
import { makeDefaultMailbox } from '../../server/delivery/email/index.ts'
import { settleLastUses } from '../../server/directory/auth/index.ts'
import { createTenant, ensureSetupToken } from '../../server/directory/tenants/index.ts'
import { openDatabase } from '../../server/platform/db/index.ts'
import { createLog, createMetrics } from '../../server/platform/observability/index.ts'
import { cloneFrom } from '../harness/clone-from.ts'
import { PATIENT_LIMITS } from '../harness/patient-limits.ts'
import { runDueJobs } from '../harness/run-due-jobs.ts'
import type { Ask, Asks, Given } from './desk-asks.ts'

/**
 * A whole desk in a process of its own, on a database cloned from the run's ground, with its loops and the built web
 * app. What only tests may do to it (its clock, its connections) is asked for over the channel to the parent.
 */
async function main({ ground, streamLimits }: Given): Promise<void> {
  const database = await cloneFrom(ground)
  const db = openDatabase(database.urls, database.roles, 'docket-journeys', {
    connectionsMax: 8,
    limits: PATIENT_LIMITS,
  })
  const filesFolder = mkdtempSync(join(tmpdir(), 'docket-files-'))
  const log = createLog(process.env.TEST_LOG_LEVEL ?? 'silent')
  const metrics = createMetrics()
  const app = buildApp({
    db,
    jobsUrl: database.urls.jobs,
    filesFolder,
    webFolder: join(import.meta.dirname, '..', '..', 'web', 'dist'),
    publicUrl: undefined,
    host: '127.0.0.1',
    trustedProxyCidrs: [],
    smtpUrl: undefined,
    streamLimits,
    log,
    metrics,
  })
  const connections = openConnections()
  const port = await app.api.listen('127.0.0.1', 0)
  const { jobs, direct } = database.urls
  const background = await startBackground(db, { jobs, direct }, app, log, metrics)
  const asks: Asks = {
    async tenant(input) {
      const made = await createTenant(db, input, { onTenantCreated: makeDefaultMailbox, cause: {} })
      return { apiKey: made.apiKey, tenantId: made.tenant.id, ownerId: made.owner.id, teamId: made.team.id }
    },
    setupToken: async () => (await ensureSetupToken(db)) ?? '',
    async moveClock(byMs) {
      db.clockOffsetMs += byMs
    },
    async runDueJobs() {
      const until = new Date(Date.now() + db.clockOffsetMs).toISOString()
      return runDueJobs(jobs, { ...app.handlers.timely, ...app.handlers.bulk }, until)
    },
    async dropConnections() {
      for (const socket of connections) socket.destroy()
    },
    databaseUrl: async () => database.admin,
    async stop() {
      const steps: [string, () => unknown][] = [
        ['the connections', app.api.stop],
        ['what works in the background', background.stop],
        ['the last uses of keys', () => settleLastUses(db)],
        ['the pool', () => db.pool.end()],
        ['the database', database.drop],
        ['the files', () => rmSync(filesFolder, { recursive: true, force: true })],
      ]
      for (const [what, end] of steps) {
        const late = setTimeout(() => sayWhatIsOpen(what), STOP_SLOW_MS)
        await end()
        clearTimeout(late)
      }
    },
  }
  process.on('message', (ask: Ask) => void answer(asks, ask))
  process.send?.({ url: `http://127.0.0.1:${port}` })
}

/** A stop takes some 100 ms; one that does not end says where it stands, before the runner gives it up. */
const STOP_SLOW_MS = 20_000

function sayWhatIsOpen(what: string): void {
  console.error(`the desk waits for ${what} to end; open: ${process.getActiveResourcesInfo().join(', ')}`)
}

/** The connections to servers of this process that are open. */
function openConnections(): Set<Socket> {
  const open = new Set<Socket>()
  subscribe('net.server.socket', (message) => {
    const { socket } = message as { socket: Socket }
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return open
}

async function answer(asks: Asks, { id, name, input }: Ask): Promise<void> {
  try {
    process.send?.({ id, value: await asks[name](input as never) })
  } catch (error) {
    process.send?.({ id, failure: String(error) })
  }
  if (name === 'stop') process.disconnect()
}

// A parent that was killed leaves nobody to ask: the desk ends with it.
process.once('disconnect', () => process.exit(0))
process.once('message', (given: Given) => {
  main(given).catch((error) => {
    console.error(error)
    process.exit(1)
  })
})
