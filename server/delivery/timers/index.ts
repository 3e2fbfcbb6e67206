/** Deadlines: the reader that schedules them and the jobs that act on them. */
export { closeResolvedJob } from './close-resolved-job.ts'
export { SEND_QUEUED } from './queued-reply-jobs.ts'
export { sendQueuedJob } from './send-queued-job.ts'
export { sweepTimers } from './sweep.ts'
export { CLOSE_RESOLVED, timersReader } from './timers-reader.ts'
