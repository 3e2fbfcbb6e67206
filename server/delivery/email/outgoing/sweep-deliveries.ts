import { sql, type TenantTx } from '../../../platform/db/index.ts'
import { addJobs } from '../../../platform/jobs/index.ts'
import { deliveryJob, probeJob } from './delivery-job.ts'
import { deleteOldLocalMail } from './local-mail-store.ts'

const GRACE_SECONDS = 60
const REPAIRS_MAX = 500
/** The local inbox holds the newest of a tenant. */
export const LOCAL_MAIL_MAX = 2_000

/**
 * Adds the jobs of mails that should have been looked at a minute ago, and of probes; a job that is there after all keeps
 * its place. Answers how many: anything but 0 means that jobs were lost, or that they wait long. Old mail of the local inbox goes.
 */
export async function sweepDeliveries(tx: TenantTx): Promise<number> {
  const [mails, probes] = await Promise.all([
    tx.rows<{ id: string; nextAt: string }>(sql`SELECT id, next_at AS "nextAt" FROM app.delivery
      WHERE tenant_id = ${tx.tenantId} AND state IN ('PENDING', 'SENDING', 'RETRY')
        AND next_at < app.now() - make_interval(secs => ${GRACE_SECONDS}) ORDER BY next_at LIMIT ${REPAIRS_MAX}`),
    tx.rows<{ id: string; probeAt: string }>(sql`SELECT id, probe_at AS "probeAt" FROM app.mailbox
      WHERE tenant_id = ${tx.tenantId} AND paused_at IS NOT NULL AND probe_at < app.now() - make_interval(secs => ${GRACE_SECONDS})`),
  ])
  addJobs(tx, [
    ...mails.map(({ id, nextAt }) => deliveryJob(id, nextAt)),
    ...probes.map(({ id, probeAt }) => probeJob(id, probeAt)),
  ])
  deleteOldLocalMail(tx, LOCAL_MAIL_MAX)
  return mails.length + probes.length
}
