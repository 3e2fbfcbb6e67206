import { json, sql, type TenantTx } from '../db/index.ts'

/** A job to be: `key` makes a later one replace an earlier one; `runAt` is RFC 3339, now when absent. */
export type JobSpec = {
  task: string
  payload: unknown
  key?: string
  runAt?: string
  priority?: number
  maxAttempts?: number
}

/** Adds jobs with the transaction's commit. For readers (one call a batch) and for receiving mail, never for commands. */
export function addJobs(tx: TenantTx, specs: readonly JobSpec[]): void {
  if (specs.length > 0) tx.defer(sql`SELECT jobs.add(${json(specs)}::jsonb)`)
}

/** Takes back jobs by key, with the transaction's commit. Unknown keys are no error; a job that a worker holds is left to it. */
export function removeJobs(tx: TenantTx, keys: readonly string[]): void {
  if (keys.length > 0) tx.defer(sql`SELECT jobs.remove(${keys}::text[])`)
}
