import { type Database, sql, type TenantTx, write } from '../../../platform/db/index.ts'
import { addJobs } from '../../../platform/jobs/index.ts'
import { later } from './claim-decision.ts'
import { probeJob } from './delivery-job.ts'
import { storeProbe } from './mailbox-pause-store.ts'
import { PROBE_EVERY_MS, resumeMailbox } from './pause-mailbox.ts'

/**
 * Tries a paused mailbox with one of its waiting mails, by `send`: one that it never failed for, else the one that failed
 * longest ago. The next probe is set before, so that a process that dies ends no probing. One that nothing waits for
 * is resumed: the next mail will show.
 */
export async function probeMailbox(
  { db }: { db: Database },
  tenantId: string,
  mailboxId: string,
  send: (deliveryId: string) => Promise<void>,
): Promise<void> {
  const { result: id } = await write(db, { tenantId, actorId: null }, async (tx) => {
    const [mailbox] = await tx.rows<{
      now: string
      probeAt: string | null
    }>(sql`SELECT app.now() AS now, probe_at AS "probeAt"
      FROM app.mailbox WHERE tenant_id = ${tx.tenantId} AND id = ${mailboxId} AND paused_at IS NOT NULL FOR NO KEY UPDATE`)
    if (mailbox === undefined) return undefined
    const { now, probeAt } = mailbox
    if (probeAt !== null && probeAt > now) {
      addJobs(tx, [probeJob(mailboxId, probeAt)])
      return undefined
    }
    const waiting = await mailToTry(tx, mailboxId)
    if (waiting === undefined) await resumeMailbox(tx, mailboxId, now)
    else {
      const nextProbe = later(now, PROBE_EVERY_MS)
      storeProbe(tx, mailboxId, nextProbe)
      addJobs(tx, [probeJob(mailboxId, nextProbe)])
    }
    return waiting
  })
  if (id !== undefined) await send(id)
}

/** Only a mail that no earlier one holds up can be tried. */
async function mailToTry(tx: TenantTx, mailboxId: string): Promise<string | undefined> {
  const rows = await tx.rows<{ id: string }>(sql`SELECT d.id FROM app.delivery d
    WHERE d.tenant_id = ${tx.tenantId} AND d.mailbox_id = ${mailboxId} AND d.state IN ('PENDING', 'RETRY') AND d.next_at = 'infinity'
      AND NOT EXISTS (SELECT FROM app.delivery e WHERE e.tenant_id = d.tenant_id AND e.ticket_id = d.ticket_id
        AND e.person_id = d.person_id AND e.event_seq < d.event_seq AND e.state IN ('PENDING', 'SENDING', 'RETRY')
        AND NOT (e.state = 'RETRY' AND e.first_failed_at <= app.now() - interval '10 minutes'))
    ORDER BY d.first_failed_at NULLS FIRST, d.event_seq, d.id LIMIT 1`)
  return rows[0]?.id
}
