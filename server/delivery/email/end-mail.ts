import { SYSTEM_ACTOR } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { addJobs } from '../../platform/jobs/index.ts'
import { append } from '../../platform/log/index.ts'
import { waitingFor } from './ground-queries.ts'
import { type Ending, storeEnding } from './inbound-store.ts'
import { mailJob } from './mail-job.ts'

/**
 * Writes how a locked mail ended and wakes the mails that wait for it. An ending that no ticket tells of is a fact of
 * its own. Call last: the row names the ticket and the message.
 */
export async function endMail(
  tx: TenantTx,
  mail: { id: string; requestId: string | null },
  ending: Ending,
): Promise<void> {
  const { id, requestId } = mail
  const { state, reason, now } = ending
  const waiting = await waitingFor(tx, id)
  const toldByTicket = state === 'TICKET_CREATED' || state === 'APPENDED' || state === 'HELD'
  if (!toldByTicket) {
    append(tx, {
      type: 'admin.inbound_decided',
      visibility: 'INTERNAL',
      actor: SYSTEM_ACTOR,
      at: now,
      cause: requestId === null ? {} : { requestId },
      refs: { inboundId: id, state, ...(reason === undefined ? {} : { reason }) },
    })
  }
  storeEnding(tx, id, ending)
  addJobs(
    tx,
    waiting.map((one) => mailJob(one, { forward: true })),
  )
}
