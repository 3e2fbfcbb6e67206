import type { TenantTx } from '../../platform/db/index.ts'
import { addJobs, type JobSpec, removeJobs } from '../../platform/jobs/index.ts'
import type { StoredEvent } from '../../platform/log/index.ts'

export const SEND_QUEUED = 'send-queued-reply'

/** What the job carries: the id alone; the row says the rest when it runs. */
export type SendQueuedData = { queuedReplyId: string }

/** Schedules what a batch queued and takes back what it took back: a reply that did both in one batch gets no job. */
export function scheduleQueuedReplies(tx: TenantTx, events: readonly StoredEvent[]): void {
  const due = new Map<string, string>()
  const gone = new Set<string>()
  for (const { type, refs } of events) {
    const id = String(refs.queuedReplyId)
    if (type === 'reply.queued') due.set(id, String(refs.sendAt))
    if (type === 'reply.taken_back') {
      due.delete(id)
      gone.add(id)
    }
  }
  addJobs(
    tx,
    [...due].map(([queuedReplyId, sendAt]) => sendQueuedJobSpec({ queuedReplyId, sendAt })),
  )
  removeJobs(tx, [...gone].map(sendKey))
}

/** The job of a held reply, due at its instant (RFC 3339). */
export function sendQueuedJobSpec(reply: { queuedReplyId: string; sendAt: string }): JobSpec {
  const { queuedReplyId, sendAt } = reply
  const payload: SendQueuedData = { queuedReplyId }
  return { task: SEND_QUEUED, payload, key: sendKey(queuedReplyId), runAt: sendAt }
}

/** The key of the job that sends a held reply. */
export function sendKey(queuedReplyId: string): string {
  return `reply:${queuedReplyId}`
}
