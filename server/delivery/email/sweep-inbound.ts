import { sql, type TenantTx } from '../../platform/db/index.ts'
import { addJobs } from '../../platform/jobs/index.ts'
import { storeLook } from './inbound-store.ts'
import { mailJob } from './mail-job.ts'

const SWEPT_MAX = 500

/**
 * Adds the jobs of mails that should have been decided by now: a lost job strands no mail. A job that is there after
 * all is only moved to its old place in the queue. Answers how many; one that is being worked on is passed over.
 */
export async function sweepInbound(tx: TenantTx): Promise<number> {
  const rows = await tx.rows<{
    id: string
    receivedAt: string
    imported: boolean
  }>(sql`SELECT id, received_at AS "receivedAt",
      import_id IS NOT NULL AS imported
    FROM app.inbound WHERE tenant_id = ${tx.tenantId} AND state IN ('RECEIVED', 'PROCESSING', 'RETRY') AND look_after <= app.now()
    ORDER BY look_after LIMIT ${SWEPT_MAX} FOR NO KEY UPDATE SKIP LOCKED`)
  if (rows.length === 0) return 0
  storeLook(
    tx,
    rows.map((row) => row.id),
  )
  addJobs(
    tx,
    rows.map(({ id, imported, receivedAt }) => mailJob(id, { imported, runAt: receivedAt })),
  )
  return rows.length
}
