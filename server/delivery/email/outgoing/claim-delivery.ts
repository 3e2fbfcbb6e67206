import type { TenantTx } from '../../../platform/db/index.ts'
import { addJobs } from '../../../platform/jobs/index.ts'
import { suppressedAddresses } from '../suppression/suppression-queries.ts'
import { decideClaim, LEASE_MS, later } from './claim-decision.ts'
import { deliveryJob } from './delivery-job.ts'
import { type LockedDelivery, lockDelivery } from './delivery-queries.ts'
import { storeOpen, storeSending } from './delivery-store.ts'
import { endDelivery } from './end-delivery.ts'
import { holdsPaused } from './mailbox-pause-store.ts'
import { pauseMailbox } from './pause-mailbox.ts'

/** By which way the mail is to leave: `smtp` asks for a mailbox whose domain somebody vouched for. */
export type Way = 'smtp' | 'local'

/** A mail that this job is to send now. `attempt` counts this one; `paused` says that its mailbox is being tried again. */
export type Claimed = { delivery: LockedDelivery; attempt: number; paused: boolean; now: string }

/**
 * Locks a delivery and decides whether it is sent now; if so answers it, without a write yet. Otherwise what follows is
 * done: put off with its job, parked with its mailbox, or ended. Undefined then.
 */
export async function claimDelivery(
  tx: TenantTx,
  id: string,
  options: { way: Way; probe: boolean },
): Promise<Claimed | undefined> {
  const locked = await lockDelivery(tx, id)
  if (locked === undefined) return undefined
  const { delivery, facts } = locked
  const suppressed = await suppressedAddresses(tx, [delivery.addressKey])
  const decision = decideClaim({
    now: facts.now,
    state: delivery.state,
    attempts: delivery.attempts,
    nextAt: delivery.nextAt,
    probe: options.probe,
    paused: facts.paused,
    mayLeave: options.way === 'local' || facts.verified,
    earlier:
      facts.earlierState === null
        ? undefined
        : { state: facts.earlierState, firstFailedAt: facts.earlierFailedAt },
    suppressed: suppressed.get(delivery.addressKey)?.reason,
  })
  switch (decision.kind) {
    case 'SEND':
      return { delivery, attempt: delivery.attempts + 1, paused: facts.paused, now: facts.now }
    case 'PUT_OFF':
      addJobs(tx, [deliveryJob(id, decision.until)])
      break
    case 'HOLD_UP':
      storeOpen(tx, id, { ...openAgain(delivery, facts.now), nextAt: decision.until })
      addJobs(tx, [deliveryJob(id, decision.until)])
      break
    case 'PARK':
      await park(tx, delivery, facts.now)
      break
    case 'PAUSE':
      storeOpen(tx, id, { ...openAgain(delivery, facts.now), nextAt: 'infinity' })
      await pauseMailbox(tx, delivery.mailboxId, { reason: 'UNVERIFIED', detail: '', now: facts.now })
      break
    case 'SUPPRESS': {
      const { reason } = decision
      await endDelivery(tx, delivery, { state: 'SUPPRESSED', reason, detail: null, now: facts.now })
      break
    }
    case 'GIVE_UP': {
      const detail = 'Its attempts were interrupted, so it is not known whether it arrived.'
      await endDelivery(tx, delivery, { state: 'FAILED', reason: 'ATTEMPTS_SPENT', detail, now: facts.now })
      break
    }
    case 'LEAVE':
      break
  }
  return undefined
}

/** Begins the attempt of a claimed mail: a lease of two minutes, in which nobody else sends it. */
export function beginAttempt(tx: TenantTx, { delivery, now }: Claimed): void {
  storeSending(tx, delivery.id, later(now, LEASE_MS))
}

/** Puts a mail aside until its mailbox wakes it; one whose mailbox was resumed in this moment, and woke it not, comes again at once. */
async function park(tx: TenantTx, delivery: LockedDelivery, now: string): Promise<void> {
  const isPaused = await holdsPaused(tx, delivery.mailboxId)
  storeOpen(tx, delivery.id, { ...openAgain(delivery, now), nextAt: isPaused ? 'infinity' : now })
  if (!isPaused) addJobs(tx, [deliveryJob(delivery.id)])
}

/** An attempt whose lease ran out is one that failed. */
function openAgain(
  { state, firstFailedAt }: LockedDelivery,
  now: string,
): { state?: 'RETRY'; firstFailedAt?: string } {
  return state === 'SENDING' ? { state: 'RETRY', firstFailedAt: firstFailedAt ?? now } : {}
}
