import { EventEmitter } from 'node:events'
import { type Runner, run, type TaskList, type WorkerEvents, WorkerPreset } from 'graphile-worker'
import type { Heartbeat } from './heartbeat.ts'
import { silentLogger } from './install.ts'
import type { JobHandler, JobHandlers, OnJobError } from './job.ts'

type RunnerShape = { name: string; concurrency: number; localQueue: number; perTenantMax: number }

const POLL_MS = 100
const RESTART_MS = 1_000

/**
 * Keeps one runner of graphile-worker going: when its pool ends although nobody stopped it (the server went away), it
 * is started again. Runs as the owner of the queue's schema; as another role it would run nothing and say nothing.
 */
export async function superviseRunner(
  shape: RunnerShape,
  jobsUrl: string,
  handlers: JobHandlers,
  heartbeat: Heartbeat,
  onError: OnJobError,
): Promise<{ stop(): Promise<void> }> {
  if (Object.keys(handlers).length === 0) return { stop: async () => {} }
  const inFlight = new Map<string, number>()
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
    const started = await run({
      connectionString: jobsUrl,
      maxPoolSize: shape.concurrency,
      concurrency: shape.concurrency,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      logger: silentLogger,
      events: announcePools(heartbeat, onError),
      taskList: countingTasks(handlers, inFlight, onError),
      preset: {
        extends: [WorkerPreset],
        worker: shape.localQueue > 0 ? { localQueue: { size: shape.localQueue } } : {},
      },
      ...(Number.isFinite(shape.perTenantMax)
        ? { forbiddenFlags: () => busyTenants(inFlight, shape.perTenantMax) }
        : {}),
    })
    runner = started
    started.promise.then(() => again(undefined), again)
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

function announcePools(heartbeat: Heartbeat, onError: OnJobError): WorkerEvents {
  const events = new EventEmitter() as WorkerEvents
  events.on('pool:create', ({ workerPool }) => {
    heartbeat.add(workerPool.id).catch((error) => onError('heartbeat', error))
  })
  return events
}

function busyTenants(inFlight: Map<string, number>, max: number): string[] {
  return [...inFlight].filter(([, count]) => count >= max).map(([tenantId]) => `tenant:${tenantId}`)
}

function countingTasks(handlers: JobHandlers, inFlight: Map<string, number>, onError: OnJobError): TaskList {
  return Object.fromEntries(
    Object.entries(handlers).map(([task, handler]) => [
      task,
      (payload: unknown, tools: { job: { attempts: number; max_attempts: number } }) =>
        runTask(task, handler, payload, tools.job, inFlight, onError),
    ]),
  )
}

async function runTask(
  task: string,
  handler: JobHandler,
  payload: unknown,
  job: { attempts: number; max_attempts: number },
  inFlight: Map<string, number>,
  onError: OnJobError,
): Promise<void> {
  const { tenantId, data } = payload as { tenantId?: unknown; data?: unknown }
  if (typeof tenantId !== 'string') throw new Error('a job without a tenant is refused')
  const told = { tenantId, data, attempt: job.attempts, lastAttempt: job.attempts >= job.max_attempts }
  inFlight.set(tenantId, (inFlight.get(tenantId) ?? 0) + 1)
  try {
    await handler(told)
  } catch (error) {
    onError(task, error, told)
    throw error
  } finally {
    const left = (inFlight.get(tenantId) ?? 1) - 1
    if (left === 0) inFlight.delete(tenantId)
    else inFlight.set(tenantId, left)
  }
}
