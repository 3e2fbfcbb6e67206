import { json, type PendingSeq, sql, type TenantTx } from '../db/index.ts'
import { newId } from '../ids/index.ts'
import type { NewEvent } from './event.ts'

type Row = {
  k: number
  id: string
  type: string
  ticket_id: string | null
  ticket_version: number | null
  visibility: string
  actor: unknown
  at: string
  changes: unknown
  cause: unknown
  refs: unknown
}
export type Appended = { k: number; token: PendingSeq; id: string }

const gathered = new WeakMap<TenantTx, Row[]>()

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
    tx.beforeFlush(() => tx.deferNumbered(insert(tx.tenantId, all)))
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

function insert(tenantId: string, rows: Row[]) {
  return sql`INSERT INTO app.event (tenant_id, seq, id, type, ticket_id, ticket_version, visibility, actor, at, changes, cause, refs)
    SELECT ${tenantId}, app.seq(k), id, type, ticket_id, ticket_version, visibility, actor, at, changes, cause, refs
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(k integer, id uuid, type text, ticket_id uuid, ticket_version integer,
      visibility text, actor jsonb, at timestamptz, changes jsonb, cause jsonb, refs jsonb)`
}
