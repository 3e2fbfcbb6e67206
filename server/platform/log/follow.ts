import { type Database, isDatabaseUnavailable } from '../db/index.ts'
import type { Reader } from './reader.ts'
import { catchUp, tenantsBehind } from './run-reader.ts'
import type { WakeUps } from './wake-up.ts'

export type RunningReaders = { stop(): Promise<void> }

const LOOK_EVERY_MS = 1_000
const AT_ONCE_MAX = 4

/**
 * Runs the durable readers of a process: woken by hints, and by a look at the counters every second for hints that
 * were lost. Several processes share the work by the cursor rows; a dead one's row lock ends with its connection.
 */
export function runReaders(
  db: Database,
  wakeUps: WakeUps,
  readers: readonly Reader[],
  onError: (reader: string, error: unknown) => void,
): RunningReaders {
  const loops = readers.map((reader) => runOne(db, wakeUps, reader, (error) => onError(reader.name, error)))
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

function runOne(
  db: Database,
  wakeUps: WakeUps,
  reader: Reader,
  onError: (error: unknown) => void,
): RunningReaders {
  const hinted = new Set<string>()
  const running = new Map<string, Promise<void>>()
  let stopped = false
  const start = (tenantId: string) => {
    hinted.delete(tenantId)
    const run = catchUp(db, reader, tenantId)
      .then(() => {}, onError)
      .finally(() => {
        running.delete(tenantId)
        pump()
      })
    running.set(tenantId, run)
  }
  const pump = () => {
    if (stopped) return
    for (const tenantId of hinted) {
      if (running.size >= AT_ONCE_MAX) return
      if (!running.has(tenantId)) start(tenantId)
    }
  }
  const off = wakeUps.onHint(({ tenantId }) => {
    hinted.add(tenantId)
    pump()
  })
  const look = async () => {
    try {
      for (const tenantId of await tenantsBehind(db, reader.name)) hinted.add(tenantId)
      pump()
    } catch (error) {
      if (!isDatabaseUnavailable(error) || !stopped) onError(error)
    }
    if (!stopped) timer = setTimeout(() => void look(), LOOK_EVERY_MS)
  }
  let timer: NodeJS.Timeout = setTimeout(() => void look(), 0)
  return {
    async stop() {
      stopped = true
      off()
      clearTimeout(timer)
      await Promise.all(running.values())
    },
  }
}
