import { json, type Sql, sql } from '../db/index.ts'

/** A fact as it goes into the table; `k` is its position within the transaction. */
export type EventRow = {
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

/** The one statement that writes all facts of a command; sent after the counter was raised. */
export function insertEvents(tenantId: string, rows: EventRow[]): Sql {
  return sql`INSERT INTO app.event (tenant_id, seq, id, type, ticket_id, ticket_version, visibility, actor, at, changes, cause, refs)
    SELECT ${tenantId}, app.seq(k), id, type, ticket_id, ticket_version, visibility, actor, at, changes, cause, refs
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(k integer, id uuid, type text, ticket_id uuid, ticket_version integer,
      visibility text, actor jsonb, at timestamptz, changes jsonb, cause jsonb, refs jsonb)`
}
