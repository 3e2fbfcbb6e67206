/** What a handler gets: ids, never decisions; it reads the state again under lock and decides then. */
export type Job = { tenantId: string; data: unknown; attempt: number; lastAttempt: boolean }
export type JobHandler = (job: Job) => Promise<void>
export type JobHandlers = Record<string, JobHandler>
/** Told of every failure: of a job's task, or of a runner by its name. */
export type OnJobError = (task: string, error: unknown, job?: Job) => void
