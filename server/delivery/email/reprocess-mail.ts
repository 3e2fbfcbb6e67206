import { type Actor, eventActor } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { addJobs } from '../../platform/jobs/index.ts'
import { append } from '../../platform/log/index.ts'
import { lockVisibleMail, stateOf } from './held-mail.ts'
import { type InboundRow, isUndecided } from './inbound-mail.ts'
import { storeRerun } from './inbound-store.ts'
import { mailJob } from './mail-job.ts'
import { listMailboxes } from './queries.ts'
import { leadsMailOf } from './visible-inbound.ts'

/**
 * Runs a quarantined, suspended or stuck mail again, as if just received; one that reached no mailbox goes to the
 * default one. Rejects with `not-found`, `forbidden` for who does not lead its team, `already-decided` and `conflict`.
 */
export async function reprocessMail(tx: TenantTx, actor: Actor, id: string): Promise<InboundRow> {
  const [{ row, teamId, now }, mailboxes] = await Promise.all([
    lockVisibleMail(tx, actor, id),
    listMailboxes(tx),
  ])
  if (!leadsMailOf(actor, teamId))
    throw new Problem('forbidden', 'Only who leads the team of this mail runs it again.')
  requireRunnable(row)
  const mailboxId = row.mailboxId ?? mailboxes.find((mailbox) => mailbox.isDefault)?.id
  if (mailboxId === undefined) throw new Problem('conflict', 'There is no mailbox to take this mail.')
  append(tx, {
    type: 'admin.inbound_decided',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: now,
    cause: actor.cause,
    changes: [{ field: 'state', from: row.state, to: 'RECEIVED' }],
    refs: { inboundId: id, state: 'RECEIVED', reason: 'REPROCESS' },
  })
  storeRerun(tx, id, mailboxId)
  addJobs(tx, [mailJob(id)])
  return { ...row, state: 'RECEIVED', reason: null, detail: null, mailboxId, attempts: 0, decidedAt: null }
}

function requireRunnable(row: InboundRow): void {
  const { state, reason } = row
  if (state === 'QUARANTINED' || isUndecided(state)) return
  if (state === 'SUSPENDED' && reason !== 'REJECTED') return
  if (state === 'HELD') throw new Problem('conflict', 'A held mail is released or rejected.', stateOf(row))
  throw new Problem('already-decided', `This mail is decided: ${state}.`, stateOf(row))
}
