import type { Database } from '../db/index.ts'
import { startHeartbeat } from './heartbeat.ts'
import type { JobHandlers, OnJobError } from './job.ts'
import { superviseRunner } from './supervise-runner.ts'

export type RunningJobs = { stop(): Promise<void> }

const TIMELY = { name: 'timely', concurrency: 4, localQueue: 8, perTenantMax: Number.POSITIVE_INFINITY }
const BULK = { name: 'bulk', concurrency: 8, localQueue: 0, perTenantMax: 6 }

/**
 * Runs the jobs of a process by two runners with disjoint tasks, so that an import of a hundred thousand mails delays
 * nobody's deadline; in the bulk one a tenant has at most six in flight. Stop hands back what has not begun.
 */
export async function runJobs(
  db: Database,
  jobsUrl: string,
  handlers: { timely: JobHandlers; bulk: JobHandlers },
  onError: OnJobError,
): Promise<RunningJobs> {
  const heartbeat = startHeartbeat(db, jobsUrl, (error) => onError('heartbeat', error))
  const runners = await Promise.all([
    superviseRunner(TIMELY, jobsUrl, handlers.timely, heartbeat, onError),
    superviseRunner(BULK, jobsUrl, handlers.bulk, heartbeat, onError),
  ])
  return {
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()))
      await heartbeat.stop()
    },
  }
}
