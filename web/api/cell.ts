/** A value that tells when it changes; made for useSyncExternalStore. */
export type Cell<T> = {
  current(): T
  set(next: T): void
  subscribe(listener: () => void): () => void
}

/** Holds one value. Setting the same value tells nobody. */
export function createCell<T>(initial: T): Cell<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    current: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
