import { randomUUID } from 'node:crypto'
import { type BusOptions, openBus, PAYLOAD_BYTES_MAX } from './bus.ts'

/** Something that passes: shown now or never. It has no position in the log and is kept nowhere. */
export type Signal = { tenantId: string; topic: string; event: string; data: unknown }

export type Signals = {
  /** To the listeners of this process at once, to those of the others within some 20 ms, or never. */
  send(signal: Signal): void
  /** Listens to the signals of all processes; answers how to end that. */
  onSignal(listener: (signal: Signal) => void): () => void
  stop(): Promise<void>
}

const CHANNEL = 'docket_signal'
const SEND_EVERY_MS = 20
/** In one go; what is beyond it under a flood is dropped. */
const PAYLOADS_MAX = 20

/** Opens the way for signals between the processes of a desk. Rule: docs/behaviour/presence.md, "Between processes". */
export async function startSignals(
  options: Pick<BusOptions, 'db' | 'directUrl' | 'redisUrl' | 'onError'>,
): Promise<Signals> {
  const origin = randomUUID()
  const listeners = new Set<(signal: Signal) => void>()
  let pending: string[] = []
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const tell = (signal: Signal) => {
    for (const listener of listeners) listener(signal)
  }
  const bus = await openBus({
    ...options,
    channel: CHANNEL,
    onPayload: (payload) => {
      for (const signal of readPayload(payload, origin)) tell(signal)
    },
  })
  const sendPending = () => {
    timer = undefined
    if (pending.length === 0) return
    const payloads = writePayloads(pending, origin)
    pending = []
    timer = setTimeout(sendPending, SEND_EVERY_MS)
    for (const payload of payloads.slice(0, PAYLOADS_MAX)) bus.publish(payload)
  }
  return {
    send(signal) {
      if (stopped) return
      tell(signal)
      pending.push(JSON.stringify(signal))
      timer ??= setTimeout(sendPending, SEND_EVERY_MS)
    },
    onSignal(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      listeners.clear()
      await bus.stop()
    },
  }
}

/** Packs signals into as few payloads as take them; one that fits into none is dropped. */
export function writePayloads(signals: readonly string[], origin: string): string[] {
  const frame = JSON.stringify({ origin, signals: [] })
  const room = PAYLOAD_BYTES_MAX - Buffer.byteLength(frame)
  const packs: string[][] = []
  let left = 0
  for (const signal of signals) {
    const bytes = Buffer.byteLength(signal) + 1
    if (bytes > room) continue
    if (bytes > left) {
      packs.push([])
      left = room
    }
    left -= bytes
    packs.at(-1)?.push(signal)
  }
  return packs.map((pack) => `{"origin":${JSON.stringify(origin)},"signals":[${pack.join()}]}`)
}

/** The signals of a payload; none of this process's own, which it has heard, and none of what is no payload. */
export function readPayload(payload: string, origin: string): Signal[] {
  try {
    const read = JSON.parse(payload) as { origin?: unknown; signals?: unknown } | null
    if (read === null || read.origin === origin || !Array.isArray(read.signals)) return []
    return read.signals.filter(isSignal)
  } catch {
    return []
  }
}

function isSignal(value: unknown): value is Signal {
  if (typeof value !== 'object' || value === null) return false
  const { tenantId, topic, event } = value as Record<string, unknown>
  return typeof tenantId === 'string' && typeof topic === 'string' && typeof event === 'string'
}
