/** Delayed and background work on graphile-worker, in the same database and transaction as what asks for it. */
export { addJobs, type JobSpec, removeJobs } from './enqueue.ts'
export { freeJobsOfTheDead } from './heartbeat.ts'
export { installJobs } from './install.ts'
export type { Job, JobHandler, JobHandlers } from './job.ts'
export { type RunningJobs, runJobs } from './run-jobs.ts'
