import type { StreamEvent } from '../../contracts/realtime.ts'
import { createStream, type Stream } from '../../contracts/stream.ts'
import { pause } from './until.ts'

/** A client that follows the stream through faults and remembers all that it was handed. */
export type Follower = {
  readonly name: string
  readonly stream: Stream
  readonly events: readonly { id: string; data: StreamEvent }[]
  resets(): number
  /** How often it was connected. */
  connections(): number
}

/** The longest that it stays away after a failure: a test has less time than a user. */
const AWAY_MS_MAX = 200

/** Starts one on its topics. */
export function follow(
  who: { name: string; key: string; topics: readonly string[] },
  baseUrl: string,
  on: { event?: (event: StreamEvent) => void; reset?: () => void } = {},
): Follower {
  const events: { id: string; data: StreamEvent }[] = []
  let resets = 0
  let connections = 0
  const stream = createStream({
    baseUrl,
    key: who.key,
    topics: who.topics,
    onEvent({ id, data }) {
      events.push({ id, data: data as StreamEvent })
      on.event?.(data as StreamEvent)
    },
    onReset() {
      resets += 1
      on.reset?.()
    },
    onState(state) {
      if (state === 'live') connections += 1
    },
    // It looks at its clock after each wait, so a shorter one harms nothing.
    pause: (ms, signal) => pauseUnless(Math.min(ms, AWAY_MS_MAX), signal),
  })
  stream.start()
  return { name: who.name, stream, events, resets: () => resets, connections: () => connections }
}

async function pauseUnless(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms)
  signal.throwIfAborted()
}
