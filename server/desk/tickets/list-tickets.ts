import type { Actor } from '../../directory/people/index.ts'
import { joinSql, rawSql, type Sql, sql, type TenantRead } from '../../platform/db/index.ts'
import type { ListFilter, SortField } from './list-filter.ts'
import { SHOWN_COLUMNS, type ShownTicketRow } from './ticket-columns.ts'
import { restOfFilter, ticketRanges } from './ticket-ranges.ts'

const SORT_COLUMNS: Record<SortField, string> = {
  updated: 'updated_at',
  created: 'created_at',
  due: 'due_at',
}

/** A page is fetched with one row more. Three sizes, written out: with a parameter the kept plan would not know how few rows are wanted. */
const FETCH_SIZES = [26, 51, 101]

export type TicketList = {
  tickets: ShownTicketRow[]
  last: { sortAt: string; id: string } | undefined
  more: boolean
}

/**
 * One page of the tickets that the actor may see and the filter names. The page is a merge of ranges, each read in the
 * order of one index and never past a page: a filter that few tickets meet costs no more than one that most meet.
 */
export async function listTickets(tx: TenantRead, actor: Actor, filter: ListFilter): Promise<TicketList> {
  const column = rawSql(SORT_COLUMNS[filter.sort])
  const order = rawSql(filter.descending ? 'DESC' : 'ASC')
  const fetch = rawSql(String(FETCH_SIZES.find((size) => size > filter.limit)))
  const range = (
    ground: Sql,
    condition: Sql,
  ) => sql`SELECT x.id, x.${column} AS sort_at FROM ${ground} LATERAL (
      SELECT t.id, t.${column} FROM app.ticket t WHERE t.tenant_id = ${tx.tenantId} AND ${condition} AND ${restOfFilter(filter, column)}
      ORDER BY t.${column} ${order}, t.id ${order} LIMIT ${fetch}) AS x`
  const branches = ticketRanges(tx, actor, filter).map(({ ground, condition }) => range(ground, condition))
  const rows = await tx.rows<ShownTicketRow & { sortAt: string }>(sql`WITH page AS MATERIALIZED (
      SELECT id, sort_at FROM (${joinSql(branches, ' UNION ALL ')}) AS merged ORDER BY sort_at ${order}, id ${order} LIMIT ${fetch})
    SELECT ${SHOWN_COLUMNS}, page.sort_at AS "sortAt" FROM page JOIN app.ticket t ON t.tenant_id = ${tx.tenantId} AND t.id = page.id
    JOIN app.person r ON r.tenant_id = ${tx.tenantId} AND r.id = t.requester_id ORDER BY page.sort_at ${order}, page.id ${order}`)
  const tickets = rows.slice(0, filter.limit)
  const last = tickets.at(-1)
  return {
    tickets,
    last: last === undefined ? undefined : { sortAt: last.sortAt, id: last.id },
    more: rows.length > filter.limit,
  }
}
