/** A node of a plan as EXPLAIN (ANALYZE, FORMAT JSON) prints it. */
export type PlanNode = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: PlanNode[]
}

/** Work that grows with the desk: what it is, and how many rows it took. */
export type PlanFlaw = { what: string; rows: number }

const ROWS_MAX = 1_000
// A page merged from each of 27 ranges (3 teams, 9 statuses) sorts 1,377 rows, however many tickets there are.
const SORTED_ROWS_MAX = 1_500
// Tables that grow with the desk's use.
const GROWING = new Set(['ticket', 'message', 'event', 'participant', 'attachment', 'inbound', 'idempotency'])

/** Finds what a plan reads or sorts beyond a page: whole tables and filters of over 1,000 rows, sorts of over 1,500. */
export function planFlaws(node: PlanNode): PlanFlaw[] {
  const loops = node['Actual Loops'] ?? 1
  const removed =
    ((node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * loops
  const of = node['Relation Name'] ?? ''
  const flaws: PlanFlaw[] = []
  if (node['Node Type'] === 'Seq Scan' && GROWING.has(of)) {
    const rows = (node['Actual Rows'] ?? 0) * loops + removed
    // A table of a few pages is rightly read whole, however many it may once have.
    if (rows > ROWS_MAX) flaws.push({ what: `reads all of ${of}`, rows })
  }
  if (/Sort$/.test(node['Node Type'])) {
    const rows = sum(node.Plans, (child) => (child['Actual Rows'] ?? 0) * (child['Actual Loops'] ?? 1))
    if (rows > SORTED_ROWS_MAX) flaws.push({ what: 'sorts', rows })
  }
  if (removed > ROWS_MAX)
    flaws.push({ what: `reads past rows of ${of} (${node['Index Name'] ?? 'no index'})`, rows: removed })
  return [...flaws, ...(node.Plans ?? []).flatMap(planFlaws)]
}

function sum(nodes: PlanNode[] | undefined, value: (node: PlanNode) => number): number {
  return (nodes ?? []).reduce((total, node) => total + value(node), 0)
}
