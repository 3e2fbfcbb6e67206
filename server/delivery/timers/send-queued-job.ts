import { type OnGivenBack, sendQueuedReply } from '../../desk/tickets/index.ts'
import { type Database, write } from '../../platform/db/index.ts'
import { addJobs, type JobHandler } from '../../platform/jobs/index.ts'
import { type SendQueuedData, sendQueuedJobSpec } from './queued-reply-jobs.ts'

/** Handles a due reply that was held back; one that came early is put off to its instant. */
export function sendQueuedJob(db: Database, onGivenBack: readonly OnGivenBack[]): JobHandler {
  return async ({ tenantId, data }) => {
    const { queuedReplyId } = data as SendQueuedData
    await write(db, { tenantId, actorId: null }, async (tx) => {
      const done = await sendQueuedReply(tx, queuedReplyId, onGivenBack)
      if (done.outcome === 'early') addJobs(tx, [sendQueuedJobSpec({ queuedReplyId, sendAt: done.sendAt })])
    })
  }
}
