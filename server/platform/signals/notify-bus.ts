import pg from 'pg'
import type { Bus, BusOptions } from './bus.ts'
import { createOutage } from './outage.ts'

const RECONNECT_MS = 1_000
const CONNECT_MS_MAX = 5_000

/** A channel over LISTEN, on a connection of its own, and NOTIFY through the pool. Rejects when it cannot listen. */
export async function openNotifyBus({
  db,
  directUrl,
  channel,
  onPayload,
  onError,
}: BusOptions): Promise<Bus> {
  const sending = createOutage(onError)
  const listener = await listen(directUrl, channel, onPayload, onError)
  return {
    publish(payload) {
      db.pool.query('SELECT pg_notify($1, $2)', [channel, payload]).then(sending.ended, sending.began)
    },
    stop: () => listener.stop(),
  }
}

async function listen(
  url: string,
  channel: string,
  onPayload: (payload: string) => void,
  onError: (error: unknown) => void,
) {
  const outage = createOutage(onError)
  let client: pg.Client | undefined
  let stopped = false
  let retry: NodeJS.Timeout | undefined
  const again = (error: unknown) => {
    client = undefined
    if (stopped) return
    outage.began(error)
    // A connection that is lost while LISTEN is under way is told of twice.
    clearTimeout(retry)
    retry = setTimeout(() => void connect().catch(again), RECONNECT_MS)
  }
  const connect = async () => {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'docket-listen',
      connectionTimeoutMillis: CONNECT_MS_MAX,
      keepAlive: true,
    })
    let lost = false
    next.on('error', (error) => {
      if (!lost) again(error)
      lost = true
    })
    next.on('notification', (message) => onPayload(message.payload ?? ''))
    await next.connect()
    await next.query(`LISTEN ${channel}`)
    outage.ended()
    client = next
    if (stopped) await next.end()
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
