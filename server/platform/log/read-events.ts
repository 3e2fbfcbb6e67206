import { type Sql, sql, type TenantRead } from '../db/index.ts'
import type { StoredEvent } from './event.ts'

const COLUMNS: Sql = sql`seq, id, type, ticket_id AS "ticketId", ticket_version AS "ticketVersion", visibility, actor, at, changes, cause, refs`

/** Events after a position, in order, at most `limit`. */
export function readEvents(tx: TenantRead, after: number, limit: number): Promise<StoredEvent[]> {
  return tx.rows<StoredEvent>(sql`SELECT ${COLUMNS} FROM app.event WHERE tenant_id = ${tx.tenantId} AND seq > ${after}
    ORDER BY seq LIMIT ${limit}`)
}

/** A part of the log behind a position, up to one; oldest first unless told. */
export type LogRange = { after: number; before?: number | undefined; newestFirst?: boolean }

/** A ticket's events within a range, in its order, at most `limit`; `publicOnly` for readers outside the team. */
export function readTicketEvents(
  tx: TenantRead,
  ticketId: string,
  { after, before, newestFirst = false }: LogRange,
  limit: number,
  publicOnly: boolean,
): Promise<StoredEvent[]> {
  const visible = publicOnly ? sql`AND visibility = 'PUBLIC'` : sql``
  const until = before === undefined ? sql`` : sql`AND seq < ${before}`
  const order = newestFirst ? sql`ORDER BY seq DESC` : sql`ORDER BY seq`
  return tx.rows<StoredEvent>(sql`SELECT ${COLUMNS} FROM app.event WHERE tenant_id = ${tx.tenantId} AND ticket_id = ${ticketId}
    AND seq > ${after} ${until} ${visible} ${order} LIMIT ${limit}`)
}
