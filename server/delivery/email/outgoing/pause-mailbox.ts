import { SYSTEM_ACTOR } from '../../../directory/people/index.ts'
import type { TenantTx } from '../../../platform/db/index.ts'
import { addJobs } from '../../../platform/jobs/index.ts'
import { append } from '../../../platform/log/index.ts'
import { later } from './claim-decision.ts'
import { probeJob } from './delivery-job.ts'
import { storePause, storeResumed } from './mailbox-pause-store.ts'
import type { PauseReason } from './outcome-decision.ts'
import { wakeDeliveries } from './wake-deliveries.ts'

/** Milliseconds between two tries of a paused mailbox. */
export const PROBE_EVERY_MS = 15 * 60_000

/**
 * Pauses a mailbox, or keeps it paused: its mails wait, and one of them is tried every 15 minutes. Told once, when it
 * begins.
 */
export async function pauseMailbox(
  tx: TenantTx,
  mailboxId: string,
  { reason, detail, now }: { reason: PauseReason; detail: string; now: string },
): Promise<void> {
  const probeAt = later(now, PROBE_EVERY_MS)
  const begins = await storePause(tx, mailboxId, { reason, probeAt })
  addJobs(tx, [probeJob(mailboxId, probeAt)])
  if (!begins) return
  append(tx, {
    type: 'admin.mailbox_paused',
    visibility: 'INTERNAL',
    actor: SYSTEM_ACTOR,
    at: now,
    refs: { mailboxId, reason, ...(detail === '' ? {} : { diagnostic: detail }) },
  })
}

/** Ends the pause of a mailbox whose server took a mail again, and wakes what waits. One that is not paused stays so. */
export async function resumeMailbox(tx: TenantTx, mailboxId: string, now: string): Promise<void> {
  if (!(await storeResumed(tx, mailboxId))) return
  append(tx, {
    type: 'admin.mailbox_updated',
    visibility: 'INTERNAL',
    actor: SYSTEM_ACTOR,
    at: now,
    changes: [{ field: 'paused', from: true, to: false }],
    refs: { mailboxId },
  })
  await wakeDeliveries(tx, mailboxId)
}
