import { EventEmitter } from 'node:events'
import {
  type Runner,
  type RunnerOptions,
  run,
  type TaskList,
  type WorkerEvents,
  WorkerPreset,
} from 'graphile-worker'
import type { Heartbeat } from './heartbeat.ts'
import { silentLogger } from './install.ts'
import type { JobHandler, JobHandlers, OnJobError } from './job.ts'
import { type TenantShare, tenantOf, tenantShare } from './tenant-share.ts'

type RunnerShape = { name: string; concurrency: number; localQueue: number; perTenantMax: number }

const POLL_MS = 100
const RESTART_MS = 1_000
/** How long a pool that failed may take to end: after two failed notes graphile-worker's never does (seen). */
const END_MS_MAX = 5_000
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
    const watched = watchPools(shape.name, { heartbeat, onError, isStopped: () => stopped, onEnded: again })
    share?.watch(watched.events)
    const tasks = taskList(handlers, share, onError)
    runner = await run(runnerOptions(shape, jobsUrl, tasks, share, watched.events))
    runner.promise.then(() => watched.ended(undefined), watched.ended)
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

type PoolWatch = {
  heartbeat: Heartbeat
  onError: OnJobError
  /** Whether the end was asked for. */
  isStopped: () => boolean
  /** Called once, when the pool has ended or will never end. */
  onEnded: (error: unknown) => void
}

/** The events of one started runner: its pools beat, and their end, or that they do not end, is told of once. */
function watchPools(
  name: string,
  { heartbeat, onError, isStopped, onEnded }: PoolWatch,
): { events: WorkerEvents; ended: (error: unknown) => void } {
  let over = false
  let deadline: NodeJS.Timeout | undefined
  const pools: string[] = []
  const ended = (error: unknown) => {
    clearTimeout(deadline)
    if (over) return
    over = true
    // This process lives on, but nobody works on what the pool has locked: without its beat it is given back.
    if (!isStopped()) heartbeat.drop(pools)
    onEnded(error)
  }
  const events = new EventEmitter() as WorkerEvents
  events.on('pool:create', ({ workerPool }) => {
    pools.push(workerPool.id)
    heartbeat.add(workerPool.id).catch((error) => onError('heartbeat', error))
  })
  // The runner's own promise is fulfilled also then.
  events.on('pool:fatalError', ({ error }) => onError(name, error))
  events.on('pool:gracefulShutdown', () => {
    if (!isStopped())
      deadline = setTimeout(() => ended(new Error('a pool of workers does not end')), END_MS_MAX)
  })
  return { events, ended }
}

function runnerOptions(
  shape: RunnerShape,
  jobsUrl: string,
  tasks: TaskList,
  share: TenantShare | undefined,
  events: WorkerEvents,
): RunnerOptions {
  return {
    connectionString: withoutSyncCommit(jobsUrl),
    maxPoolSize: shape.concurrency,
    concurrency: shape.concurrency,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    logger: silentLogger,
    events,
    taskList: tasks,
    preset: {
      extends: [WorkerPreset],
      worker: {
        ...NOTE_ENDS_IN_BATCHES,
        ...(shape.localQueue > 0 ? { localQueue: { size: shape.localQueue } } : {}),
      },
    },
    ...(share === undefined ? {} : { forbiddenFlags: share.forbiddenFlags }),
  }
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

/**
 * The runner's own commits (a job taken, a job done) need not wait for the disk: lost in a crash, the job runs again, as
 * any job may. What adds jobs commits with the app's connection, durably.
 */
function withoutSyncCommit(url: string): string {
  const changed = new URL(url)
  if (!changed.searchParams.has('options')) changed.searchParams.set('options', '-c synchronous_commit=off')
  return changed.toString()
}
