import { vi } from 'vitest'
import { PATIENCE_MS } from './patience.ts'

/** Waits until `check` throws no more, and answers what it answers. Rejects with its last error after five minutes. */
export function becomes<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: PATIENCE_MS, interval: 2 })
}
