import type { StopReason, StreamState } from '../../contracts/stream.ts'
import { createCell } from './cell.ts'
import type { Clock } from './clock.ts'

/** What the pages say of the connection; `since` is when it was last live, in ms since 1970. */
export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'reconnecting'; since: number }
  | { kind: 'offline'; since: number }
  /** For good: signed out, or not allowed. */
  | { kind: 'stopped'; why: StopReason | undefined }

export type Connection = {
  current(): ConnectionState
  subscribe(listener: () => void): () => void
  streamIs(state: StreamState, why: StopReason | undefined): void
  /** What the browser knows: whether there is a network at all. */
  networkIs(isOnline: boolean): void
  stop(): void
}

/**
 * Says how the stream stands: a break shorter than 3 s is not shown, one of 10 s, or a browser without a network, is
 * offline. Polling is live. Rule: docs/behaviour/web-data.md, "Connection".
 */
export function createConnection(clock: Clock): Connection {
  const cell = createCell<ConnectionState>({ kind: 'connecting' })
  let stream: StreamState = 'connecting'
  let why: StopReason | undefined
  let isOnline = true
  let brokenSince: number | undefined
  let cancel: (() => void) | undefined

  const look = () => {
    cancel?.()
    cancel = undefined
    if (stream === 'stopped') return enter({ kind: 'stopped', why })
    if (isOnline && (stream === 'live' || stream === 'polling')) {
      brokenSince = undefined
      return enter({ kind: 'live' })
    }
    brokenSince ??= clock.now()
    const forMs = clock.now() - brokenSince
    if (!isOnline || forMs >= OFFLINE_MS) return enter({ kind: 'offline', since: brokenSince })
    if (forMs >= RECONNECTING_MS) enter({ kind: 'reconnecting', since: brokenSince })
    cancel = clock.after((forMs >= RECONNECTING_MS ? OFFLINE_MS : RECONNECTING_MS) - forMs, look)
  }
  const enter = (next: ConnectionState) => {
    if (JSON.stringify(next) !== JSON.stringify(cell.current())) cell.set(next)
  }
  return {
    current: cell.current,
    subscribe: cell.subscribe,
    streamIs(state, reason) {
      stream = state
      why = reason
      look()
    },
    networkIs(online) {
      isOnline = online
      look()
    },
    stop: () => cancel?.(),
  }
}

const RECONNECTING_MS = 3_000
const OFFLINE_MS = 10_000
