import { mailJobs } from '../delivery/email/index.ts'
import { CLOSE_RESOLVED, closeResolvedJob } from '../delivery/timers/index.ts'
import type { Database } from '../platform/db/index.ts'
import type { JobHandlers } from '../platform/jobs/index.ts'
import type { Storage } from '../platform/storage/index.ts'

/** Who handles which job: what is due at an instant apart from what comes in bulk. */
export function jobHandlers(ground: { db: Database; storage: Storage }): {
  timely: JobHandlers
  bulk: JobHandlers
} {
  return {
    timely: { [CLOSE_RESOLVED]: closeResolvedJob(ground.db) },
    bulk: mailJobs(ground),
  }
}
