import { addJobs } from '../../../platform/jobs/index.ts'
import type { Reader, StoredEvent } from '../../../platform/log/index.ts'
import { instanceMark } from '../instance-mark.ts'
import { deliveryJob } from './delivery-job.ts'
import { insertDeliveries } from './delivery-store.ts'
import { planDeliveries } from './plan-deliveries.ts'
import { insertSentThreads } from './sent-thread-store.ts'
import { UNMAILED_EVENTS } from './unmailed-events.ts'

/**
 * Turns facts into mails to be: a public message into one to each recipient, a new ticket into an acknowledgement. Each is
 * written down with its ids, its reply address and its job before anything is sent; a change that was rolled back left no
 * fact and so no mail, and the history of a sample desk leaves none either. A second pass adds nothing. Rule: docs/behaviour/outgoing-mail.md.
 */
export const mailReader: Reader = {
  name: 'mail',
  claims: ['ticket.created', 'message.added'],
  ignores: UNMAILED_EVENTS,
  async take(tx, events) {
    const deliveries = await planDeliveries(
      tx,
      events.filter((event) => !isSample(event)),
    )
    if (deliveries.length === 0) return
    // Made here, because whoever sends only reads it.
    await instanceMark(tx)
    insertDeliveries(tx, deliveries)
    insertSentThreads(tx, deliveries)
    addJobs(
      tx,
      deliveries.map(({ id, now }) => deliveryJob(id, now)),
    )
  },
}

/** What a sample desk tells of its past was never written to anybody. Rule: docs/behaviour/sample-desk.md. */
function isSample({ cause }: StoredEvent): boolean {
  return cause.sample === 'true'
}
