import type { TenantTx } from '../../../platform/db/index.ts'
import { addJobs } from '../../../platform/jobs/index.ts'
import { deliveryJob } from './delivery-job.ts'
import { wakeParked } from './delivery-store.ts'

/** Wakes the mails that wait for a mailbox which may send again, each with its job; answers how many. */
export async function wakeDeliveries(tx: TenantTx, mailboxId: string): Promise<number> {
  const ids = await wakeParked(tx, mailboxId)
  addJobs(
    tx,
    ids.map((id) => deliveryJob(id)),
  )
  return ids.length
}
