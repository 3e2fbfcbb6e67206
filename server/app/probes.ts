import { registry, sql } from '../platform/db/index.ts'
import type { Page } from '../platform/http/index.ts'
import type { Ground } from './build-app.ts'

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

/**
 * The probes of a process: `/healthz` says that it runs, `/readyz` that it can answer (the database does), `/metrics`
 * what it did. None asks who is asking; keep them inside.
 */
export function probes(ground: Ground): Page[] {
  const { db, metrics } = ground
  return [
    {
      path: '/healthz',
      handle: async () => ({ status: 200, headers: JSON_TYPE, body: '{"status":"alive"}' }),
    },
    {
      path: '/readyz',
      handle: async () => {
        const ready = await registry(db, sql`SELECT 1`).then(
          () => true,
          () => false,
        )
        return ready
          ? { status: 200, headers: JSON_TYPE, body: '{"status":"ready"}' }
          : {
              status: 503,
              headers: { ...JSON_TYPE, 'retry-after': '1' },
              body: '{"status":"unavailable","reason":"the database does not answer"}',
            }
      },
    },
    {
      path: '/metrics',
      handle: async () => {
        await measure(ground)
        return {
          status: 200,
          headers: { 'content-type': metrics.registry.contentType },
          body: await metrics.registry.metrics(),
        }
      },
    },
  ]
}

async function measure({ db, metrics }: Ground): Promise<void> {
  const { pool } = db
  metrics.pool.set({ state: 'open' }, pool.totalCount)
  metrics.pool.set({ state: 'idle' }, pool.idleCount)
  metrics.pool.set({ state: 'waited_for' }, pool.waitingCount)
  const lags = await registry<{ reader: string; lag: number }>(
    db,
    sql`SELECT r.reader, sum(c.last_seq - r.position) AS lag
    FROM app.log_reader r JOIN app.tenant_counter c ON c.tenant_id = r.tenant_id GROUP BY r.reader`,
  ).catch(() => [])
  const [old] = await registry<{ seconds: number }>(
    db,
    sql`SELECT coalesce(extract(epoch FROM now() - min(xact_start)), 0) AS seconds FROM pg_stat_activity
      WHERE datname = current_database() AND backend_xmin IS NOT NULL`,
  ).catch(() => [])
  if (old !== undefined) metrics.oldestTransaction.set(Number(old.seconds))
  const [age] = await registry<{ seconds: number }>(db, sql`SELECT jobs.oldest_seconds() AS seconds`).catch(
    () => [],
  )
  if (age !== undefined) metrics.jobAge.set(age.seconds)
  for (const { reader, lag } of lags) metrics.readerLag.set({ reader }, Number(lag))
}
