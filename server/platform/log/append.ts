import type { PendingSeq, TenantTx } from '../db/index.ts'
import { newId } from '../ids/index.ts'
import type { NewEvent } from './event.ts'
import { type EventRow, insertEvents } from './event-store.ts'

export type Appended = { k: number; token: PendingSeq; id: string }

const gathered = new WeakMap<TenantTx, EventRow[]>()

/**
 * Appends a fact to the log of the transaction's tenant. All facts of a command go out as one statement of its final
 * flush; `k` is the position for SQL (app.seq(k)), `token` stands for it in the answer.
 */
export function append(tx: TenantTx, event: NewEvent): Appended {
  let rows = gathered.get(tx)
  if (rows === undefined) {
    rows = []
    gathered.set(tx, rows)
    const all = rows
    tx.beforeFlush(() => tx.deferNumbered(insertEvents(tx.tenantId, all)))
  }
  const { k, token } = tx.nextSeq()
  const id = newId()
  rows.push({
    k,
    id,
    type: event.type,
    ticket_id: event.ticketId ?? null,
    ticket_version: event.ticketVersion ?? null,
    visibility: event.visibility,
    actor: event.actor,
    at: event.at,
    changes: event.changes ?? [],
    cause: event.cause ?? {},
    refs: event.refs ?? {},
  })
  return { k, token, id }
}
