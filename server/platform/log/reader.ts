import type { TenantTx } from '../db/index.ts'
import type { StoredEvent } from './event.ts'

/**
 * A durable reader of the log. `take` writes the effects of a batch; they commit together with the cursor, so each
 * event counts once however often a process dies. `claims` are the types it acts on, `ignores` those it passes over:
 * a type in neither list fails the architecture test.
 */
export type Reader = {
  name: string
  claims: readonly string[]
  ignores: readonly string[]
  take(tx: TenantTx, events: StoredEvent[]): Promise<void>
}
