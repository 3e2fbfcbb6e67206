import { join } from 'node:path'
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
  type EmbeddedServer,
  holdDeskLock,
  startEmbedded,
} from '../platform/embedded/index.ts'
import { installJobs } from '../platform/jobs/index.ts'

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
 * Rejects with a sentence that says what to do.
 */
export async function openGround(
  settings: Settings,
  name: string,
  log: (line: string) => void,
): Promise<OpenGround> {
  const place =
    settings.databaseUrl === undefined
      ? await embedded(settings, log)
      : external(settings, settings.databaseUrl)
  try {
    const roles = await bootstrapRoles(place.urls)
    await migrate(place.urls.owner, roles, log)
    await installJobs(place.urls.jobs, roles)
    const db = openDatabase(place.urls, roles, name)
    return {
      urls: place.urls,
      roles,
      db,
      filesFolder: join(settings.dataDir, 'files'),
      async close() {
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

async function embedded(settings: Settings, log: (line: string) => void): Promise<Place> {
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
