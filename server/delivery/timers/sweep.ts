import { sql, type TenantTx } from '../../platform/db/index.ts'
import { addJobs } from '../../platform/jobs/index.ts'
import { autoCloseHours, type CloseResolvedData, closeJob } from './timers-reader.ts'

const GRACE_SECONDS = 60
const REPAIRS_MAX = 500

/**
 * Finds closings that should have happened a minute ago and schedules them again; answers how many. Anything but 0
 * means that a job was lost: it is counted and alarmed, not waited for.
 */
export async function sweepTimers(tx: TenantTx): Promise<number> {
  const hours = await autoCloseHours(tx)
  const overdue =
    await tx.rows<CloseResolvedData>(sql`SELECT id AS "ticketId", resolved_at AS "resolvedAt" FROM app.ticket
    WHERE tenant_id = ${tx.tenantId} AND status = 'RESOLVED'
      AND resolved_at < app.now() - make_interval(hours => ${hours}, secs => ${GRACE_SECONDS})
    ORDER BY resolved_at LIMIT ${REPAIRS_MAX}`)
  addJobs(
    tx,
    overdue.map((data) => closeJob(data, hours)),
  )
  return overdue.length
}
