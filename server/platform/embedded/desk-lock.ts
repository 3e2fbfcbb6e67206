import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { EmbeddedError } from './embedded-error.ts'

export type DeskLock = {
  /** Lets the next desk in. */
  release(): Promise<void>
}

// 'docket' in ASCII, as the advisory key of a desk that runs on an embedded server.
const KEY = '110386840822132'

/** How long a second desk waits: a killed one's lock falls when the server sees its socket closed, within milliseconds. */
export const TAKE_TIMEOUT_MS = 1000
const RETAKE_PAUSE_MS = 200

/** Names this process among the server's connections. */
const DESK_NAME = `docket-desk-${process.pid}-${randomBytes(6).toString('hex')}`

/** Lists the names of the connections that hold the desk lock of the database `docket`; `$1` is that database's name. */
export const DESK_LOCK_HOLDERS = `
  SELECT activity.application_name AS name
    FROM pg_locks AS lock JOIN pg_stat_activity AS activity USING (pid)
   WHERE lock.locktype = 'advisory' AND lock.granted
     AND lock.database = (SELECT oid FROM pg_database WHERE datname = $1)
     AND (lock.classid::bigint << 32) + lock.objid::bigint = ${KEY}`

/** Tells whether a lock's holder is a connection of this process. */
export function isThisDesk(connectionName: string): boolean {
  return connectionName === DESK_NAME
}

/** The refusal that a second desk on a data folder gets. */
export function deskRunning(): EmbeddedError {
  return new EmbeddedError(
    'desk-running',
    'Another Docket already runs on this data folder. Stop it first, or start this one with another DATA_DIR.',
  )
}

/**
 * Marks the data folder as in use by this desk until released, by a session advisory lock on a connection of its own:
 * a killed desk loses it by itself, a leftover server does not hold it. When the connection drops because the server
 * was restarted, the lock is taken again; `onLost` is called when another desk was faster. Throws desk-running.
 */
export async function holdDeskLock(url: string, onLost?: (error: EmbeddedError) => void): Promise<DeskLock> {
  let released = false
  let client = await takeLock(url, lost)

  function lost(): void {
    if (!released) void retake()
  }

  async function retake(): Promise<void> {
    while (!released) {
      try {
        const taken = await takeLock(url, lost)
        client = taken
        if (released) await taken.end()
        return
      } catch (error) {
        if (error instanceof EmbeddedError) return onLost?.(error)
        await sleep(RETAKE_PAUSE_MS, undefined, { ref: false })
      }
    }
  }

  return {
    async release() {
      released = true
      await client.end().catch(() => {})
    },
  }
}

async function takeLock(url: string, onEnd: () => void): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: DESK_NAME })
  client.on('error', () => {})
  const deadline = performance.now() + TAKE_TIMEOUT_MS
  try {
    await client.connect()
    for (;;) {
      const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS taken`)
      if (rows[0]?.taken) break
      if (performance.now() > deadline) throw deskRunning()
      await sleep(50)
    }
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  client.once('end', onEnd)
  return client
}
