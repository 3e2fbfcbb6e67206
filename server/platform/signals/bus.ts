import type { Database } from '../db/index.ts'
import { openNotifyBus } from './notify-bus.ts'
import { openRedisBus } from './redis-bus.ts'

/** Carries short texts to every process of a desk, this one too. Lossy: what it carries must not be needed. */
export type Bus = {
  /** Sends at once, or drops when the other side cannot be reached. */
  publish(payload: string): void
  stop(): Promise<void>
}

export type BusOptions = {
  db: Database
  /** Where to listen: never a pooler. */
  directUrl: string
  /** Redis, and not PostgreSQL, where there is one. */
  redisUrl?: string | undefined
  channel: string
  onPayload: (payload: string) => void
  /** Told once for each outage, not for each loss. */
  onError: (error: unknown) => void
}

/** Of both ways together: NOTIFY takes less than 8000 bytes. */
export const PAYLOAD_BYTES_MAX = 7_900

/**
 * Opens one channel over Redis pub/sub or over NOTIFY. Rejects when PostgreSQL cannot be listened to; a Redis that is
 * away is waited for 2 s and then connected to in the background. Rule: docs/behaviour/presence.md, "Between processes".
 */
export function openBus(options: BusOptions): Promise<Bus> {
  return options.redisUrl === undefined ? openNotifyBus(options) : openRedisBus(options, options.redisUrl)
}
