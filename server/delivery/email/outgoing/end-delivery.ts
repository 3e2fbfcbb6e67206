import { SYSTEM_ACTOR } from '../../../directory/people/index.ts'
import type { TenantTx } from '../../../platform/db/index.ts'
import { addJobs } from '../../../platform/jobs/index.ts'
import { append } from '../../../platform/log/index.ts'
import { deliveryJob } from './delivery-job.ts'
import type { LockedDelivery } from './delivery-queries.ts'
import { type DeliveryEnding, storeDeliveryEnding, wakeNext } from './delivery-store.ts'

/**
 * Ends a locked delivery: its row, the fact that the team of the ticket sees (`delivery.sent` or `delivery.failed`), and
 * the next mail that it held up. `status` is the enhanced status code of a refusal.
 */
export async function endDelivery(
  tx: TenantTx,
  delivery: LockedDelivery,
  ending: DeliveryEnding & { status?: string | null },
): Promise<void> {
  const { id, kind, ticketId, ticketVersion, messageId, personId, requestId } = delivery
  const { state, reason, detail, status, now } = ending
  const next = await wakeNext(tx, delivery)
  append(tx, {
    type: state === 'SENT' ? 'delivery.sent' : 'delivery.failed',
    ticketId,
    ticketVersion,
    visibility: 'INTERNAL',
    actor: SYSTEM_ACTOR,
    at: now,
    cause: requestId === null ? {} : { requestId },
    refs: {
      deliveryId: id,
      messageId,
      personId,
      kind,
      ...(state === 'SENT' ? {} : { reason }),
      ...(status == null ? {} : { status }),
      ...(state === 'SENT' || detail === null ? {} : { diagnostic: detail }),
    },
  })
  storeDeliveryEnding(tx, id, ending)
  addJobs(
    tx,
    next.map((one) => deliveryJob(one)),
  )
}
