import type { TenantTx } from '../../../platform/db/index.ts'
import { refusalKind } from './refusal-kind.ts'
import { countSoftRefusal, lockAddress, storeHardSuppression } from './suppression-store.ts'

/** A mail that its address did not take: at once by SMTP, or later by a bounce. `status` as in RFC 3463: `5.1.1`. */
export type Refusal = { deliveryId: string; addressKey: string; status: string; detail: string }

const SOFT_RULE = { count: 3, windowHours: 72, pauseHours: 24 }
const DETAIL_MAX = 500

/**
 * Notes that an address refused a mail. An address that is not there is suppressed until somebody lifts it; any other
 * refusal counts, and the third within 72 hours pauses the address for 24. Rule: docs/behaviour/bounces.md.
 */
export async function recordRefusal(tx: TenantTx, refusal: Refusal): Promise<void> {
  const { deliveryId, addressKey, status } = refusal
  const detail = `${status} ${refusal.detail}`.trim().slice(0, DETAIL_MAX).toWellFormed().replaceAll('\0', '')
  await lockAddress(tx, addressKey)
  if (refusalKind(status) === 'HARD') await storeHardSuppression(tx, { addressKey, deliveryId, detail })
  else await countSoftRefusal(tx, { addressKey, deliveryId, detail }, SOFT_RULE)
}
