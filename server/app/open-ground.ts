import { join } from 'node:path'
import { settleLastUses } from '../directory/auth/index.ts'
import type { Settings } from '../platform/config/index.ts'
import {
  bootstrapRoles,
  type Database,
  type DatabaseRoles,
  type DatabaseUrls,
  migrate,
  openDatabase,
} from '../platform/db/index.ts'
import {
  type DeskLock,
  type EmbeddedError,
  type EmbeddedServer,
  holdDeskLock,
  liveServer,
  startEmbedded,
} from '../platform/embedded/index.ts'
import { installJobs } from '../platform/jobs/index.ts'

/** What it is opened for: a desk, a command beside one, or a look that changes no schema. */
export type Purpose = 'desk' | 'command' | 'look'

/** An open database that fits this code. */
export type OpenGround = {
  urls: DatabaseUrls
  roles: DatabaseRoles
  db: Database
  filesFolder: string
  close(): Promise<void>
}

/**
 * Opens the ground of a process: the embedded server, or the one of DATABASE_URL; its roles, its schema, its queue.
 * A desk is refused where another runs; a command works on that one's server. Rejects with a sentence that says what
 * to do.
 */
export async function openGround(
  settings: Settings,
  name: string,
  log: (line: string) => void,
  purpose: Purpose = 'desk',
): Promise<OpenGround> {
  const place =
    settings.databaseUrl === undefined
      ? await embedded(settings, log, purpose)
      : external(settings, settings.databaseUrl)
  try {
    const roles = await bootstrapRoles(place.urls)
    if (purpose !== 'look') {
      await migrate(place.urls.owner, roles, log)
      await installJobs(place.urls.jobs, roles)
    }
    const db = openDatabase(place.urls, roles, name)
    return {
      urls: place.urls,
      roles,
      db,
      filesFolder: join(settings.dataDir, 'files'),
      async close() {
        await settleLastUses(db)
        await db.pool.end()
        await place.close()
      },
    }
  } catch (error) {
    await place.close()
    throw error
  }
}

type Place = { urls: DatabaseUrls; close(): Promise<void> }

async function embedded(settings: Settings, log: (line: string) => void, purpose: Purpose): Promise<Place> {
  try {
    return await ownServer(settings, log)
  } catch (error) {
    const live =
      purpose !== 'desk' && (error as EmbeddedError).code === 'desk-running'
        ? liveServer(settings.dataDir)
        : undefined
    if (live === undefined) throw error
    return {
      urls: { app: live.appUrl, owner: live.ownerUrl, jobs: live.jobsUrl, direct: live.appUrl },
      close: async () => {},
    }
  }
}

async function ownServer(settings: Settings, log: (line: string) => void): Promise<Place> {
  log('starting the embedded PostgreSQL')
  const server: EmbeddedServer = await startEmbedded({ dataDir: settings.dataDir, log })
  let lock: DeskLock | undefined
  try {
    lock = await holdDeskLock(server.appUrl)
  } catch (error) {
    await server.stop()
    throw error
  }
  server.onDeath(({ reason }) => log(`the embedded PostgreSQL ended (${reason}); starting it again`))
  const { appUrl, ownerUrl, jobsUrl } = server
  return {
    urls: { app: appUrl, owner: ownerUrl, jobs: jobsUrl, direct: appUrl },
    async close() {
      await lock?.release()
      await server.stop()
    },
  }
}

function external(settings: Settings, app: string): Place {
  const owner = settings.databaseOwnerUrl ?? settings.databaseDirectUrl ?? app
  const direct = settings.databaseDirectUrl ?? app
  return { urls: { app, owner, jobs: owner, direct }, close: async () => {} }
}
