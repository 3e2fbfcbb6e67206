import { Redis } from 'ioredis'
import type { Bus, BusOptions } from './bus.ts'
import { createOutage, type Outage } from './outage.ts'

const CONNECT_MS_MAX = 2_000
const COMMAND_MS_MAX = 1_000
const RECONNECT_MS_MAX = 2_000
const PING_EVERY_MS = 5_000

/**
 * A channel over Redis pub/sub: one connection listens, one sends. Nothing is queued while Redis is away, and one that
 * hangs is noticed by a ping every 5 s: a listener has nothing else to wait for.
 */
export async function openRedisBus(
  { channel, onPayload, onError }: BusOptions,
  redisUrl: string,
): Promise<Bus> {
  const outage = createOutage(onError)
  const subscriber = connection(redisUrl, outage)
  const publisher = connection(redisUrl, outage)
  const subscribed = Promise.withResolvers<void>()
  subscriber.redis.on('message', (_channel: string, payload: string) => onPayload(payload))
  subscriber.redis.on('ready', () => {
    subscriber.redis.subscribe(channel).then(() => {
      outage.ended()
      subscribed.resolve()
    }, subscriber.startOver)
  })
  const ping = setInterval(() => {
    if (subscriber.redis.status === 'ready') subscriber.redis.ping().catch(subscriber.startOver)
  }, PING_EVERY_MS)
  const firstTry = setTimeout(subscribed.resolve, CONNECT_MS_MAX)
  await subscribed.promise
  clearTimeout(firstTry)
  return {
    publish(payload) {
      if (publisher.redis.status === 'ready')
        publisher.redis.publish(channel, payload).catch(publisher.startOver)
    },
    async stop() {
      clearInterval(ping)
      subscriber.redis.disconnect()
      publisher.redis.disconnect()
    },
  }
}

/** One connection; `startOver` drops what waits for an answer and connects anew. */
function connection(url: string, outage: Outage): { redis: Redis; startOver(error: unknown): void } {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_MS_MAX,
    commandTimeout: COMMAND_MS_MAX,
    connectionName: 'docket',
    retryStrategy: (times) =>
      Math.min(50 * 2 ** Math.min(times, 10), RECONNECT_MS_MAX) * (0.5 + Math.random() / 2),
  })
  let isLeaving = false
  redis.on('error', (error) => outage.began(plain(error)))
  redis.on('close', () => {
    isLeaving = false
    outage.began(new Error('Redis: the connection is closed'))
  })
  return {
    redis,
    startOver(error) {
      outage.began(plain(error))
      // A Redis that hangs closes nothing: the driver waits 2 s for it, and each further call would wait beside that.
      if (isLeaving || redis.status !== 'ready') return
      isLeaving = true
      redis.disconnect(true)
    },
  }
}

/** An error of the driver carries the command with its arguments, a password among them: none of that is passed on. */
function plain(error: unknown): Error {
  return new Error(`Redis: ${error instanceof Error ? error.message : String(error)}`)
}
