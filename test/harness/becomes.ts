import { vi } from 'vitest'

/** Longer than any stall of a busy machine: what comes true late is no failure, what never does is one all the same. */
const PATIENCE_MS = 20_000

/** Waits until `check` throws no more, and answers what it answers. Rejects with its last error after 20 s. */
export function becomes<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: PATIENCE_MS, interval: 2 })
}
