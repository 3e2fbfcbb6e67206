import { overdueReplies } from '../../desk/tickets/index.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { addJobs, type JobSpec } from '../../platform/jobs/index.ts'
import { sendQueuedJobSpec } from './queued-reply-jobs.ts'
import { autoCloseHours, type CloseResolvedData, closeJob } from './timers-reader.ts'

const GRACE_SECONDS = 60
const REPAIRS_MAX = 500

/**
 * Finds closings and held replies that should have happened a minute ago and schedules them again; answers how many.
 * Anything but 0 means that a job was lost: it is counted and alarmed, not waited for.
 */
export async function sweepTimers(tx: TenantTx): Promise<number> {
  const [closings, replies] = await Promise.all([
    overdueClosings(tx),
    overdueReplies(tx, GRACE_SECONDS, REPAIRS_MAX),
  ])
  addJobs(tx, [...closings, ...replies.map(sendQueuedJobSpec)])
  return closings.length + replies.length
}

async function overdueClosings(tx: TenantTx): Promise<JobSpec[]> {
  const hours = await autoCloseHours(tx)
  const overdue =
    await tx.rows<CloseResolvedData>(sql`SELECT id AS "ticketId", resolved_at AS "resolvedAt" FROM app.ticket
    WHERE tenant_id = ${tx.tenantId} AND status = 'RESOLVED'
      AND resolved_at < app.now() - make_interval(hours => ${hours}, secs => ${GRACE_SECONDS})
    ORDER BY resolved_at LIMIT ${REPAIRS_MAX}`)
  return overdue.map((data) => closeJob(data, hours))
}
