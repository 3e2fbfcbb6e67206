import type { Delivery } from '../../../../contracts/deliveries.ts'
import { readTicket } from '../../../desk/tickets/index.ts'
import { type Actor, eventActor } from '../../../directory/people/index.ts'
import type { TenantTx } from '../../../platform/db/index.ts'
import { notFound, Problem } from '../../../platform/http/index.ts'
import { addJobs } from '../../../platform/jobs/index.ts'
import { append } from '../../../platform/log/index.ts'
import { deliveryJob } from './delivery-job.ts'
import { lockDelivery, shownDelivery } from './delivery-queries.ts'
import { storeReopened } from './delivery-store.ts'

/**
 * Sends a failed or suppressed mail again, as the same mail. An address that still gets no mail suppresses it once more:
 * that is lifted first. Rejects with `not-found`, `forbidden` for who is no staff of the ticket, and `conflict`.
 */
export async function retryDelivery(tx: TenantTx, actor: Actor, id: string): Promise<Delivery> {
  const locked = await lockDelivery(tx, id)
  if (locked === undefined) throw notFound('delivery')
  const { delivery, facts } = locked
  const view = await readTicket(tx, actor, delivery.ticketId).catch(hideTicket)
  if (view.publicOnly) throw new Problem('forbidden', 'Only agents of its team see the mails of a ticket.')
  const { state, ticketId, ticketVersion, messageId, personId } = delivery
  if (state !== 'FAILED' && state !== 'SUPPRESSED')
    throw new Problem('conflict', `Only a mail that failed is sent again; this one is ${state}.`, {
      extra: { state },
    })
  const before = await shownDelivery(tx, id)
  if (before === undefined) throw notFound('delivery')
  append(tx, {
    type: 'delivery.retried',
    ticketId,
    ticketVersion,
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: facts.now,
    cause: actor.cause,
    changes: [{ field: 'state', from: state, to: 'PENDING' }],
    refs: { deliveryId: id, messageId, personId },
  })
  storeReopened(tx, id, facts.now)
  addJobs(tx, [deliveryJob(id)])
  return {
    ...before,
    state: 'PENDING',
    reason: null,
    detail: null,
    attempts: 0,
    nextAt: facts.now,
    decidedAt: null,
  }
}

/** A delivery of a hidden ticket is hidden too. */
function hideTicket(error: unknown): never {
  throw error instanceof Problem && error.code === 'not-found' ? notFound('delivery') : error
}
