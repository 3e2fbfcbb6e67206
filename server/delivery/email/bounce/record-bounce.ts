import type { TenantTx } from '../../../platform/db/index.ts'
import type { LockedDelivery } from '../outgoing/delivery-queries.ts'
import { endDelivery } from '../outgoing/end-delivery.ts'
import { recordRefusal } from '../suppression/record-refusal.ts'
import { bounceVerdict, type DeliveryReport } from './delivery-report.ts'

/** What a bounce was: the mail came back for good, is late, or there is nothing wrong. */
export type BounceReason = 'HARD' | 'SOFT' | 'NO_FAULT'

/** States of a mail that may still have been on its way. */
const ON_ITS_WAY = new Set<LockedDelivery['state']>(['PENDING', 'SENDING', 'RETRY', 'SENT'])

/**
 * Notes what a report says of a delivery that is locked: one that failed is BOUNCED and told on its ticket for agents,
 * and its address counts a refusal; one that is late only counts. Status and messages of the ticket stay.
 * Rule: docs/behaviour/bounces.md.
 */
export async function recordBounce(
  tx: TenantTx,
  report: DeliveryReport,
  delivery: LockedDelivery,
  now: string,
): Promise<{ reason: BounceReason; detail: string | undefined }> {
  const { id: deliveryId, addressKey } = delivery
  const { outcome, status, diagnostic } = bounceVerdict(report, addressKey)
  if (outcome === 'NO_FAULT') return { reason: 'NO_FAULT', detail: undefined }
  const detail = `${status} ${diagnostic}`.trim()
  await recordRefusal(tx, { deliveryId, addressKey, status, detail: diagnostic })
  if (outcome === 'DELAYED') return { reason: 'SOFT', detail }
  if (ON_ITS_WAY.has(delivery.state)) {
    const ending = { state: 'BOUNCED', reason: 'BOUNCED', status, now } as const
    await endDelivery(tx, delivery, { ...ending, detail: diagnostic === '' ? null : diagnostic })
  }
  return { reason: status.startsWith('5') ? 'HARD' : 'SOFT', detail }
}
