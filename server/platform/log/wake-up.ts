import pg from 'pg'
import type { Database } from '../db/index.ts'

/** A hint that a tenant's log grew. Content is always read from the log, never from the hint; a hint may be lost. */
export type Hint = { tenantId: string; lastSeq: number }
export type WakeUps = {
  onHint(listener: (hint: Hint) => void): () => void
  announce(hint: Hint): void
  stop(): Promise<void>
}

const CHANNEL = 'docket_log'
const NOTIFY_EVERY_MS = 20
const RECONNECT_MS = 1_000

/**
 * Wakes this process at once and the others by NOTIFY: the first at once, then at most one per 20 ms, and never in a
 * command's transaction, where it would serialise commits. Listening is on a connection of its own (`directUrl`).
 */
export async function startWakeUps(
  db: Database,
  directUrl: string,
  onError: (error: unknown) => void,
): Promise<WakeUps> {
  const listeners = new Set<(hint: Hint) => void>()
  const pending = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const tell = (hint: Hint) => {
    for (const listener of listeners) listener(hint)
  }
  const notify = () => {
    timer = undefined
    if (pending.size === 0 || stopped) return
    const payload = JSON.stringify([...pending].slice(0, 100))
    pending.clear()
    timer = setTimeout(notify, NOTIFY_EVERY_MS)
    db.pool.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]).catch(onError)
  }
  const listener = await listen(
    directUrl,
    (payload) => {
      for (const [tenantId, lastSeq] of parsePayload(payload)) tell({ tenantId, lastSeq })
    },
    onError,
  )
  return {
    onHint(added) {
      listeners.add(added)
      return () => listeners.delete(added)
    },
    announce(hint) {
      tell(hint)
      pending.set(hint.tenantId, hint.lastSeq)
      if (timer === undefined) notify()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await listener.stop()
    },
  }
}

function parsePayload(payload: string): [string, number][] {
  try {
    return JSON.parse(payload) as [string, number][]
  } catch {
    return []
  }
}

async function listen(url: string, onPayload: (payload: string) => void, onError: (error: unknown) => void) {
  let client: pg.Client | undefined
  let stopped = false
  let retry: NodeJS.Timeout | undefined
  const again = (error: unknown) => {
    client = undefined
    if (stopped) return
    onError(error)
    // A connection that is lost while LISTEN is under way is told of twice.
    clearTimeout(retry)
    retry = setTimeout(() => void connect().catch(again), RECONNECT_MS)
  }
  const connect = async () => {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'docket-listen',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    })
    let lost = false
    next.on('error', (error) => {
      if (!lost) again(error)
      lost = true
    })
    next.on('notification', (message) => onPayload(message.payload ?? ''))
    await next.connect()
    await next.query(`LISTEN ${CHANNEL}`)
    client = next
  }
  await connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}
