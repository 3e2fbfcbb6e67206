import type { StopReason, StreamedEvent, StreamedSignal, StreamState } from '../../contracts/stream.ts'

/** What the tabs of one browser say to one another. */
export type TabMessage =
  /** A tab holds these topics; it wants to know where the stream is. */
  | { kind: 'interest'; tab: string; topics: readonly string[] }
  | { kind: 'leaving'; tab: string }
  /** A tab leads from now on: who is there? */
  | { kind: 'reign' }
  /** An answer to an interest: what came last, and how it stands. */
  | { kind: 'welcome'; tab: string; last: string | undefined; cursor: string | undefined; state: StreamState }
  /** `after`: the event before, by which a tab sees that it missed none. */
  | { kind: 'event'; after: string | undefined; event: StreamedEvent; cursor: string | undefined }
  | { kind: 'reset'; cursor: string | undefined }
  | { kind: 'state'; state: StreamState; why: StopReason | undefined; cursor: string | undefined }
  | { kind: 'signal'; signal: StreamedSignal }
  | { kind: 'revoked'; topic: string }
  | { kind: 'poke' }

/** Between the tabs; a message reaches all others, from one tab in its order. */
export type TabChannel = {
  post(message: TabMessage): void
  onMessage(listener: (message: TabMessage) => void): void
  close(): void
}

/** Locks between the tabs. `run` holds the lock until it resolves; a tab that dies lets go. */
export type TabLocks = {
  request(name: string, options: { signal: AbortSignal }, run: () => Promise<void>): Promise<unknown>
}

/** The channel of a browser; undefined where there is none. */
export function browserChannel(name: string): TabChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined
  const channel = new BroadcastChannel(name)
  return {
    post: (message) => channel.postMessage(message),
    onMessage(listener) {
      channel.onmessage = ({ data }) => listener(data as TabMessage)
    },
    close: () => channel.close(),
  }
}

/** The locks of a browser; undefined where there are none, as on plain http beyond loopback. */
export function browserLocks(): TabLocks | undefined {
  const { locks } = globalThis.navigator ?? {}
  if (locks === undefined) return undefined
  return { request: (name, options, run) => locks.request(name, options, run) }
}
