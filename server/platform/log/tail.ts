import { type Database, read, type TenantRead } from '../db/index.ts'
import type { WakeUps } from './wake-up.ts'

export type Tail = { position(): number; stop(): Promise<void> }
/** Reads a page of the log, at most `limit` events after a position, in order. */
export type ReadPage<E> = (tx: TenantRead, after: number, limit: number) => Promise<E[]>

const PAGE = 500
const LOOK_EVERY_MS = 1_000

/**
 * Follows one tenant's log in memory from a position: every event once, in order, content always from the log. It has
 * no cursor row; who follows keeps the position. `onEvents` is awaited, so a slow taker slows only its own tail.
 * `readPage` is `readEvents`, or one that reads more about each event.
 */
export function followLog<E extends { seq: number }>(
  db: Database,
  wakeUps: Pick<WakeUps, 'onHint'>,
  tenantId: string,
  after: number,
  readPage: ReadPage<E>,
  onEvents: (events: E[]) => Promise<void> | void,
  onError: (error: unknown) => void,
): Tail {
  let position = after
  let stopped = false
  let again = true
  let running: Promise<void> | undefined
  const drain = async () => {
    while (again && !stopped) {
      again = false
      const events = await read(db, { tenantId, actorId: null }, (tx) => readPage(tx, position, PAGE))
      const last = events.at(-1)
      if (last === undefined || stopped) continue
      await onEvents(events)
      position = last.seq
      if (events.length === PAGE) again = true
    }
  }
  const wake = () => {
    again = true
    running ??= drain()
      .catch(onError)
      .finally(() => {
        running = undefined
        if (again && !stopped && position >= 0) setImmediate(wake)
      })
  }
  const off = wakeUps.onHint((hint) => {
    if (hint.tenantId === tenantId && hint.lastSeq > position) wake()
  })
  const timer = setInterval(wake, LOOK_EVERY_MS)
  wake()
  return {
    position: () => position,
    async stop() {
      stopped = true
      off()
      clearInterval(timer)
      await running
    },
  }
}
