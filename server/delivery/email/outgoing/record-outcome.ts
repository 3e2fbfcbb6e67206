import type { TenantTx } from '../../../platform/db/index.ts'
import { addJobs } from '../../../platform/jobs/index.ts'
import type { SendOutcome } from '../../../platform/mail-transport/index.ts'
import { recordRefusal } from '../suppression/record-refusal.ts'
import { later } from './claim-decision.ts'
import { deliveryJob } from './delivery-job.ts'
import { type DeliveryFacts, type LockedDelivery, lockDelivery } from './delivery-queries.ts'
import { storeOpen } from './delivery-store.ts'
import { endDelivery } from './end-delivery.ts'
import { decideOutcome, type OutcomeDecision } from './outcome-decision.ts'
import { pauseMailbox, resumeMailbox } from './pause-mailbox.ts'

/** A refusal without an enhanced status code says no more than that it is for good. */
const UNKNOWN_STATUS = '5.0.0'

/**
 * Writes down what the server said of an attempt, and answers what was decided. An attempt that is not the newest any
 * more, because its lease ran out, changes nothing: undefined.
 */
export async function recordOutcome(
  tx: TenantTx,
  attempt: { id: string; attempt: number; jitter: number },
  outcome: SendOutcome,
): Promise<OutcomeDecision | undefined> {
  const locked = await lockDelivery(tx, attempt.id)
  if (locked === undefined) return undefined
  const { delivery, facts } = locked
  if (delivery.state !== 'SENDING' || delivery.attempts !== attempt.attempt) return undefined
  const passedSince = delivery.reason === 'POLICY_REFUSED' && facts.passedSince
  const { attempts } = delivery
  const decision = decideOutcome(outcome, { attempts, passedSince, jitter: attempt.jitter })
  await carryOut(tx, delivery, facts, outcome, decision)
  return decision
}

async function carryOut(
  tx: TenantTx,
  delivery: LockedDelivery,
  { now, paused }: DeliveryFacts,
  { status, detail }: SendOutcome,
  decision: OutcomeDecision,
): Promise<void> {
  const { id, attempts, addressKey, mailboxId } = delivery
  switch (decision.kind) {
    case 'SENT':
      await endDelivery(tx, delivery, { state: 'SENT', reason: null, detail: null, now })
      if (paused) await resumeMailbox(tx, mailboxId, now)
      return
    case 'RETRY': {
      const nextAt = later(now, decision.delayMs)
      const firstFailedAt = delivery.firstFailedAt ?? now
      storeOpen(tx, id, { state: 'RETRY', nextAt, reason: 'TEMPORARY', detail, firstFailedAt })
      addJobs(tx, [deliveryJob(id, nextAt)])
      return
    }
    case 'FAILED':
      if (decision.refusedBy === 'recipient')
        await recordRefusal(tx, { deliveryId: id, addressKey, status: status ?? UNKNOWN_STATUS, detail })
      await endDelivery(tx, delivery, { state: 'FAILED', reason: decision.reason, detail, status, now })
      return
    case 'PAUSE':
      // The refusal is not this mail's: its attempt is given back. When it was refused is kept, for passedSince.
      storeOpen(tx, id, {
        state: attempts > 1 ? 'RETRY' : 'PENDING',
        nextAt: 'infinity',
        attempts: attempts - 1,
        reason: decision.reason,
        detail,
        firstFailedAt: now,
      })
      await pauseMailbox(tx, mailboxId, { reason: decision.reason, detail, now })
      return
  }
}
