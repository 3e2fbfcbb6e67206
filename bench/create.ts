import { type BenchDesk, startDesk } from './desk/start-desk.ts'
import { compareWithCeiling } from './load/compare-with-ceiling.ts'
import { comparisonFigures } from './load/comparison-figures.ts'
import { post } from './load/requests.ts'
import type { BenchOptions } from './options.ts'
import { type BenchResult, promised } from './report.ts'

const BODY = `Good morning,\n\nsince the update of last night the printer on the second floor takes every job and prints none. \
The display says "ready". Two colleagues see the same; the one on the first floor works.\n\nKind regards\nJo`

/** Filing tickets over HTTP, each with a fresh Idempotency-Key, beside its ceiling; readers run meanwhile. */
export async function benchCreate(options: BenchOptions): Promise<BenchResult> {
  const desk = await startDesk()
  try {
    const request = post(desk.apiKey, '/tickets', { subject: 'The printer does not print', body: BODY })
    const comparison = await compareWithCeiling(desk, [request], options)
    const lag = await readerLag(desk)
    const lost = await countMissing(desk)
    return {
      bench: 'create: POST /tickets with a fresh Idempotency-Key',
      figures: [
        ...comparisonFigures(comparison),
        promised('trips to the database', comparison.trips, '', 'most', 4),
        {
          name: 'statements (all / own)',
          value: comparison.statements,
          unit: `/ ${comparison.ownStatements}`,
        },
        { name: 'readers behind at the end', value: lag.events, unit: 'events' },
        { name: 'until they had caught up', value: lag.caughtUpMs, unit: 'ms' },
        promised('positions missing in the log', lost, '', 'most', 0),
      ],
      details: comparison,
    }
  } finally {
    await desk.stop()
  }
}

async function readerLag(desk: BenchDesk): Promise<{ events: number; caughtUpMs: number }> {
  const startedAt = performance.now()
  let events: number | undefined
  for (;;) {
    const { rows } = await desk.sql.query<{ lag: string }>(
      `SELECT coalesce(max(c.last_seq - r.position), 0) AS lag FROM app.tenant_counter c
        JOIN app.log_reader r ON r.tenant_id = c.tenant_id WHERE c.tenant_id = $1`,
      [desk.tenantId],
    )
    const lag = Number(rows[0]?.lag)
    events ??= lag
    if (lag === 0) return { events, caughtUpMs: performance.now() - startedAt }
  }
}

/** How many positions between the first and the last are not there: what was measured must be whole. */
async function countMissing(desk: BenchDesk): Promise<number> {
  const { rows } = await desk.sql.query<{ missing: string }>(
    `SELECT max(c.last_seq) - count(*) AS missing FROM app.event e JOIN app.tenant_counter c USING (tenant_id)
      WHERE tenant_id = $1`,
    [desk.tenantId],
  )
  return Number(rows[0]?.missing)
}
