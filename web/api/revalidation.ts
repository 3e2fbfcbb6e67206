import type { Clock } from './clock.ts'
import type { EntityKey } from './entities.ts'
import type { EntityStore } from './entity-store.ts'

export type Revalidation = {
  /** Reads these anew soon, whether or not anybody looks at them. */
  want(keys: readonly EntityKey[]): void
  /** Somebody begins to look at it. */
  look(key: EntityKey): void
  /** Also wanted whole by who looks at it: times and reasons that the stream does not tell. */
  wantWhole(key: EntityKey): () => void
  /** The desk is there again: what could not be read is, however often it was tried. */
  again(): void
  stop(): void
}

type Options = {
  store: EntityStore
  clock: Clock
  /** Reads one thing and puts it into the store; rejects when that fails. */
  read: (key: EntityKey) => Promise<void>
  random?: () => number
}

/**
 * Reads anew what is looked at and no longer fresh: each once, however many facts told of it, four at a time, and
 * spread by chance so that not all browsers ask at the same moment. What goes stale while it is read is read again.
 */
export function createRevalidation({ store, clock, read, random = Math.random }: Options): Revalidation {
  const wanted = new Set<EntityKey>()
  const reading = new Set<EntityKey>()
  const whole = new Map<EntityKey, number>()
  const failures = new Map<EntityKey, number>()
  /** Those that wait for their next try. */
  const retries = new Map<EntityKey, () => void>()
  let cancel: (() => void) | undefined
  let stopped = false

  const isNeeded = (key: EntityKey) => {
    const [type, id] = splitKey(key)
    const freshness = store.record(type, id)?.freshness
    return (freshness === 'stale' && store.isWatched(key)) || (freshness === 'partial' && whole.has(key))
  }
  const schedule = (key: EntityKey, afterMs: number) => {
    wanted.add(key)
    if (stopped || cancel !== undefined) return
    cancel = clock.after(afterMs, () => {
      cancel = undefined
      next()
    })
  }
  const next = () => {
    for (const key of [...wanted].filter((one) => !reading.has(one))) {
      if (stopped || reading.size >= AT_ONCE_MAX) return
      wanted.delete(key)
      reading.add(key)
      read(key)
        .then(() => failures.delete(key))
        .catch(() => {
          const count = (failures.get(key) ?? 0) + 1
          failures.set(key, count)
          if (count < FAILURES_MAX && !stopped) retryLater(key)
        })
        .finally(() => {
          reading.delete(key)
          if (wanted.size > 0) schedule([...wanted][0] as EntityKey, 0)
        })
    }
  }
  const retryLater = (key: EntityKey) => {
    retries.get(key)?.()
    const callOff = clock.after(RETRY_MS, () => {
      retries.delete(key)
      schedule(key, 0)
    })
    retries.set(key, callOff)
  }
  const forgetRetries = () => {
    for (const callOff of retries.values()) callOff()
    retries.clear()
  }
  const off = store.onChange((key) => {
    if (isNeeded(key)) schedule(key, SPREAD_MS * (0.2 + random() * 0.8))
  })
  return {
    want(keys) {
      for (const key of keys) schedule(key, SPREAD_MS * random())
    },
    look(key) {
      if (isNeeded(key)) schedule(key, 0)
    },
    wantWhole(key) {
      whole.set(key, (whole.get(key) ?? 0) + 1)
      if (isNeeded(key)) schedule(key, 0)
      return () => {
        const left = (whole.get(key) ?? 1) - 1
        if (left > 0) whole.set(key, left)
        else whole.delete(key)
      }
    },
    again() {
      const needed = store.unfresh().map(({ key }) => key)
      for (const key of new Set([...failures.keys(), ...needed.filter(isNeeded)]))
        schedule(key, SPREAD_MS * random())
      failures.clear()
      forgetRetries()
    },
    stop() {
      stopped = true
      cancel?.()
      forgetRetries()
      off()
    },
  }
}

const AT_ONCE_MAX = 4
const SPREAD_MS = 250
const RETRY_MS = 5_000
const FAILURES_MAX = 5

/** The type and the id that a name is made of. */
export function splitKey(key: EntityKey): ['ticket' | 'message' | 'queuedReply' | 'person' | 'team', string] {
  const colon = key.indexOf(':')
  return [key.slice(0, colon) as 'ticket', key.slice(colon + 1)]
}
