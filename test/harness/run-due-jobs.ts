import { withClient } from '../../server/platform/db/index.ts'
import type { JobHandlers } from '../../server/platform/jobs/index.ts'

type Row = {
  id: string
  task_identifier: string
  payload: { tenantId: string; data: unknown }
  attempts: number
  max_attempts: number
}

/**
 * Runs what is due at `until`, one job after the other in the caller's process, and answers how many ran: for tests,
 * which move the clock and never wait. Failures reject; the job stays as a runner would leave it.
 */
export async function runDueJobs(jobsUrl: string, handlers: JobHandlers, until: string): Promise<number> {
  return withClient(jobsUrl, async (client) => {
    let count = 0
    for (;;) {
      // Found and taken in one statement: a runner of the same desk may look at the same moment.
      const { rows } = await client.query<Row>(TAKE, [until])
      const job = rows[0]
      if (job === undefined) return count
      const handler = handlers[job.task_identifier]
      if (handler === undefined) throw new Error(`no handler for ${job.task_identifier}`)
      const attempt = job.attempts
      try {
        await handler({
          tenantId: job.payload.tenantId,
          data: job.payload.data,
          attempt,
          lastAttempt: attempt >= job.max_attempts,
        })
        await client.query('DELETE FROM graphile_worker._private_jobs WHERE id = $1', [job.id])
      } catch (error) {
        await client.query(
          'UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL WHERE id = $1',
          [job.id],
        )
        throw error
      }
      count += 1
    }
  })
}

const TAKE = `WITH taken AS (
    UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'test', attempts = attempts + 1
    WHERE id = (SELECT id FROM graphile_worker._private_jobs
      WHERE run_at <= $1 AND attempts < max_attempts AND locked_at IS NULL
      ORDER BY priority, run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, task_id, payload, attempts, max_attempts)
  SELECT taken.*, t.identifier AS task_identifier FROM taken JOIN graphile_worker._private_tasks t ON t.id = taken.task_id`
