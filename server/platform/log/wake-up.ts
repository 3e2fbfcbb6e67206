import type { Database } from '../db/index.ts'
import { openBus, PAYLOAD_BYTES_MAX } from '../signals/index.ts'

/** A hint that a tenant's log grew. Content is always read from the log, never from the hint; a hint may be lost. */
export type Hint = { tenantId: string; lastSeq: number }
export type WakeUps = {
  onHint(listener: (hint: Hint) => void): () => void
  announce(hint: Hint): void
  stop(): Promise<void>
}

const CHANNEL = 'docket_log'
const SEND_EVERY_MS = 20
/** So many fit into one payload; who is left out is found by the look of each second. */
const HINTS_MAX = Math.floor(PAYLOAD_BYTES_MAX / 64)

/**
 * Wakes this process at once and the others by Redis pub/sub where there is one, else by NOTIFY: the first at once,
 * then at most one per 20 ms, and never in a command's transaction, where it would serialise commits.
 */
export async function startWakeUps(
  db: Database,
  directUrl: string,
  onError: (error: unknown) => void,
  redisUrl?: string,
): Promise<WakeUps> {
  const listeners = new Set<(hint: Hint) => void>()
  const pending = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const tell = (hint: Hint) => {
    for (const listener of listeners) listener(hint)
  }
  const bus = await openBus({
    db,
    directUrl,
    redisUrl,
    onError,
    channel: CHANNEL,
    onPayload: (payload) => {
      for (const [tenantId, lastSeq] of parsePayload(payload)) tell({ tenantId, lastSeq })
    },
  })
  const send = () => {
    timer = undefined
    if (pending.size === 0 || stopped) return
    const payload = JSON.stringify([...pending].slice(0, HINTS_MAX))
    pending.clear()
    timer = setTimeout(send, SEND_EVERY_MS)
    bus.publish(payload)
  }
  return {
    onHint(added) {
      listeners.add(added)
      return () => listeners.delete(added)
    },
    announce(hint) {
      tell(hint)
      pending.set(hint.tenantId, hint.lastSeq)
      if (timer === undefined) send()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await bus.stop()
    },
  }
}

/** What is no list of pairs holds no hint: anybody may send to a Redis. */
function parsePayload(payload: string): [string, number][] {
  try {
    const pairs: unknown = JSON.parse(payload)
    return Array.isArray(pairs) ? pairs.filter(isPair) : []
  } catch {
    return []
  }
}

function isPair(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number'
}
