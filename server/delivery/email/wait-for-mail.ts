import { sql, type TenantTx } from '../../platform/db/index.ts'
import { addJobs } from '../../platform/jobs/index.ts'
import type { LockedMail } from './ground-queries.ts'
import { isUndecided } from './inbound-mail.ts'
import { storeWait } from './inbound-store.ts'
import { mailJob } from './mail-job.ts'

const WAITS_MAX = 5
const WAIT_SECONDS_MAX = 120
const CHAIN_MAX = 50

/**
 * Puts a mail aside until the mail it answers is decided, and pulls that one forward in the queue. Answers `go-on`
 * when it has waited long enough or would close a circle of mails that wait for each other, and `look-again` when the
 * awaited one was decided meanwhile. Rule: docs/behaviour/inbound-mail.md, "Order".
 */
export async function waitForMail(
  tx: TenantTx,
  id: string,
  mail: LockedMail,
  awaited: string,
): Promise<'waits' | 'go-on' | 'look-again'> {
  if (mail.waits >= WAITS_MAX || mail.waitedSeconds >= WAIT_SECONDS_MAX) return 'go-on'
  // The share lock keeps the awaited mail undecided until this wait is there to be seen by its decision.
  const [[other], chain] = await Promise.all([
    tx.rows<{ state: LockedMail['state'] }>(
      sql`SELECT state FROM app.inbound WHERE tenant_id = ${tx.tenantId} AND id = ${awaited} FOR SHARE`,
    ),
    tx.rows<{ id: string }>(sql`WITH RECURSIVE chain AS (
        SELECT waits_for AS id, 1 AS depth FROM app.inbound WHERE tenant_id = ${tx.tenantId} AND id = ${awaited} AND waits_for IS NOT NULL
        UNION ALL
        SELECT i.waits_for, chain.depth + 1 FROM chain JOIN app.inbound i ON i.tenant_id = ${tx.tenantId} AND i.id = chain.id
        WHERE i.waits_for IS NOT NULL AND chain.depth < ${CHAIN_MAX})
      SELECT id FROM chain`),
  ])
  if (other === undefined || !isUndecided(other.state)) return 'look-again'
  if (chain.length >= CHAIN_MAX || chain.some((link) => link.id === id)) return 'go-on'
  storeWait(tx, id, awaited, mail.now)
  // Only one that nobody has looked at: a new job would undo the pause of one that failed.
  if (other.state === 'RECEIVED') addJobs(tx, [mailJob(awaited, { forward: true })])
  return 'waits'
}
