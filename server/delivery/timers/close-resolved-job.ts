import { closeResolved } from '../../desk/tickets/index.ts'
import { type Database, write } from '../../platform/db/index.ts'
import { addJobs, type JobHandler } from '../../platform/jobs/index.ts'
import { autoCloseHours, type CloseResolvedData, closeJob } from './timers-reader.ts'

/** Handles a due closing; one that came early (the tenant's time was raised) is put off to its instant. */
export function closeResolvedJob(db: Database): JobHandler {
  return async ({ tenantId, data }) => {
    const due = data as CloseResolvedData
    const cause: Record<string, string> = due.requestId === undefined ? {} : { requestId: due.requestId }
    await write(db, { tenantId, actorId: null }, async (tx) => {
      const afterHours = await autoCloseHours(tx)
      const outcome = await closeResolved(tx, { ...due, afterHours, cause })
      if (outcome === 'early') addJobs(tx, [closeJob(due, afterHours)])
    })
  }
}
