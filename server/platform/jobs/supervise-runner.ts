import { EventEmitter } from 'node:events'
import { type Runner, run, type TaskList, type WorkerEvents, WorkerPreset } from 'graphile-worker'
import type { Heartbeat } from './heartbeat.ts'
import { silentLogger } from './install.ts'
import type { JobHandler, JobHandlers, OnJobError } from './job.ts'
import { type TenantShare, tenantOf, tenantShare } from './tenant-share.ts'

type RunnerShape = { name: string; concurrency: number; localQueue: number; perTenantMax: number }

const POLL_MS = 100
const RESTART_MS = 1_000
/**
 * Without batches graphile-worker does not wait for the note that a job ended: when the server goes away at that
 * moment, the rejection that nobody handles ends the whole process (seen).
 */
const NOTE_ENDS_IN_BATCHES = { completeJobBatchDelay: 0, failJobBatchDelay: 0 }

/**
 * Keeps one runner of graphile-worker going: when its pool ends although nobody stopped it (the server went away), it
 * is started again, and what the old pool still holds is given up. Runs as the owner of the queue's schema; as another
 * role it would run nothing and say nothing.
 */
export async function superviseRunner(
  shape: RunnerShape,
  jobsUrl: string,
  handlers: JobHandlers,
  heartbeat: Heartbeat,
  onError: OnJobError,
): Promise<{ stop(): Promise<void> }> {
  if (Object.keys(handlers).length === 0) return { stop: async () => {} }
  let stopped = false
  let runner: Runner | undefined
  let timer: NodeJS.Timeout | undefined
  const again = (error: unknown) => {
    runner = undefined
    if (stopped) return
    if (error !== undefined) onError(shape.name, error)
    timer = setTimeout(() => void start().catch(again), RESTART_MS)
  }
  const start = async () => {
    const share = Number.isFinite(shape.perTenantMax) ? tenantShare(shape.perTenantMax) : undefined
    const pools: string[] = []
    const events = new EventEmitter() as WorkerEvents
    announcePools(events, pools, heartbeat, onError)
    // The runner's own promise is fulfilled also then.
    events.on('pool:fatalError', ({ error }) => onError(shape.name, error))
    share?.watch(events)
    const started = await run({
      connectionString: jobsUrl,
      maxPoolSize: shape.concurrency,
      concurrency: shape.concurrency,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      logger: silentLogger,
      events,
      taskList: taskList(handlers, share, onError),
      preset: {
        extends: [WorkerPreset],
        worker: {
          ...NOTE_ENDS_IN_BATCHES,
          ...(shape.localQueue > 0 ? { localQueue: { size: shape.localQueue } } : {}),
        },
      },
      ...(share === undefined ? {} : { forbiddenFlags: share.forbiddenFlags }),
    })
    runner = started
    const ended = (error: unknown) => {
      // This process lives on, but nobody works on what the pool has locked: without its beat it is given back.
      if (!stopped) heartbeat.drop(pools)
      again(error)
    }
    started.promise.then(() => ended(undefined), ended)
  }
  await start()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await runner?.stop().catch((error) => onError(shape.name, error))
    },
  }
}

function announcePools(
  events: WorkerEvents,
  pools: string[],
  heartbeat: Heartbeat,
  onError: OnJobError,
): void {
  events.on('pool:create', ({ workerPool }) => {
    pools.push(workerPool.id)
    heartbeat.add(workerPool.id).catch((error) => onError('heartbeat', error))
  })
}

function taskList(handlers: JobHandlers, share: TenantShare | undefined, onError: OnJobError): TaskList {
  return Object.fromEntries(
    Object.entries(handlers).map(([task, handler]) => [
      task,
      async (payload: unknown, tools: { job: { attempts: number; max_attempts: number } }) => {
        try {
          await runTask(task, handler, payload, tools.job, onError)
        } finally {
          const tenantId = tenantOf(payload)
          if (tenantId !== undefined) share?.ended(tenantId)
        }
      },
    ]),
  )
}

async function runTask(
  task: string,
  handler: JobHandler,
  payload: unknown,
  job: { attempts: number; max_attempts: number },
  onError: OnJobError,
): Promise<void> {
  const tenantId = tenantOf(payload)
  if (tenantId === undefined) {
    const error = new Error('a job without a tenant is refused')
    onError(task, error)
    throw error
  }
  const { data } = payload as { data?: unknown }
  const told = { tenantId, data, attempt: job.attempts, lastAttempt: job.attempts >= job.max_attempts }
  try {
    await handler(told)
  } catch (error) {
    onError(task, error, told)
    throw error
  }
}
