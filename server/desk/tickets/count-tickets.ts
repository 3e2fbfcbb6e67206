import type { Actor } from '../../directory/people/index.ts'
import { joinSql, rawSql, sql, type TenantRead } from '../../platform/db/index.ts'
import type { ListFilter } from './list-filter.ts'
import { restOfFilter, ticketRanges } from './ticket-ranges.ts'

/** A number of tickets; `isCapped` when there are more than that. */
export type TicketCount = { count: number; isCapped: boolean }

const COUNT_MAX = 1_000

/**
 * How many tickets a list of this filter shows the actor, counted up to 1,000. It reads the ranges of the list and stops
 * at the limit, so that it costs no more on a large desk. Rule: docs/behaviour/ticket-lifecycle.md, "Lists and their counts".
 */
export async function countTickets(
  tx: TenantRead,
  actor: Actor,
  filter: Omit<ListFilter, 'after'>,
): Promise<TicketCount> {
  const all: ListFilter = { ...filter, after: undefined }
  const enough = rawSql(String(COUNT_MAX + 1))
  // The order is that of the list: it keeps the planner on the index of the range, where a limit alone may read a table.
  const ranges = ticketRanges(tx, actor, all).map(
    ({ ground, condition }) => sql`SELECT x.id FROM ${ground} LATERAL (
      SELECT t.id FROM app.ticket t WHERE t.tenant_id = ${tx.tenantId} AND ${condition} AND ${restOfFilter(all, rawSql('updated_at'))}
      ORDER BY t.updated_at DESC, t.id DESC LIMIT ${enough}) AS x`,
  )
  const [row] = await tx.rows<{ found: number }>(
    sql`SELECT count(*)::integer AS found FROM (SELECT id FROM (${joinSql(ranges, ' UNION ALL ')}) AS merged LIMIT ${enough}) AS counted`,
  )
  const found = row?.found ?? 0
  return { count: Math.min(found, COUNT_MAX), isCapped: found > COUNT_MAX }
}
