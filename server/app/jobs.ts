import { mailJobs, outgoingJobs } from '../delivery/email/index.ts'
import { CLOSE_RESOLVED, closeResolvedJob, SEND_QUEUED, sendQueuedJob } from '../delivery/timers/index.ts'
import { giveBackDraft } from '../desk/drafts/index.ts'
import type { Database } from '../platform/db/index.ts'
import type { JobHandlers } from '../platform/jobs/index.ts'
import type { MailTransport } from '../platform/mail-transport/index.ts'
import type { Logger } from '../platform/observability/index.ts'
import type { Storage } from '../platform/storage/index.ts'

/** Who handles which job: what is due at an instant apart from what comes in bulk. */
export function jobHandlers(ground: {
  db: Database
  storage: Storage
  publicUrl: string | undefined
  /** Where mail leaves; without it mail is kept in the local inbox. */
  transport: MailTransport | undefined
  log: Logger
}): {
  timely: JobHandlers
  bulk: JobHandlers
} {
  return {
    timely: {
      [CLOSE_RESOLVED]: closeResolvedJob(ground.db),
      [SEND_QUEUED]: sendQueuedJob(ground.db, [giveBackDraft]),
      ...outgoingJobs({ ...ground, warn: (facts, text) => ground.log.warn(facts, text) }),
    },
    bulk: mailJobs(ground),
  }
}
