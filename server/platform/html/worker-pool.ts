import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { WorkerAnswer, WorkerRequest } from './safe-html.ts'

/** A document that fills this much memory is not worth more. */
const maxHeapMb = 256
/** Loading the sanitiser takes 0.1 s on an idle machine. */
const startLimitMs = 20_000

export type WorkerPool = {
  /** The worker's answer; undefined when it ran out of time or memory, or could not start. */
  run: (request: WorkerRequest, timeLimitMs: number) => Promise<WorkerAnswer | undefined>
  close: () => Promise<void>
}

type Job = {
  request: WorkerRequest
  timeLimitMs: number
  settle: (answer: WorkerAnswer | undefined) => void
}
type Slot = { worker: Worker; ready: boolean; job: Job | undefined; timer: NodeJS.Timeout | undefined }

/**
 * A pool of worker threads, started on demand, one document each at a time. A worker that overruns is
 * ended and its place taken by a new one. Idle workers are unreferenced, so they never keep the process;
 * a busy one does, so that its caller gets an answer.
 */
export function createWorkerPool(size = Math.min(2, availableParallelism())): WorkerPool {
  const slots = new Set<Slot>()
  const waiting: Job[] = []
  let closed = false

  const finish = (slot: Slot, answer: WorkerAnswer | undefined) => {
    clearTimeout(slot.timer)
    slot.worker.unref()
    const job = slot.job
    slot.job = undefined
    job?.settle(answer)
  }

  const discard = (slot: Slot) => {
    if (!slots.delete(slot)) return
    finish(slot, undefined)
    void slot.worker.terminate()
    dispatch()
  }

  const begin = (slot: Slot) => {
    if (slot.job === undefined) return
    clearTimeout(slot.timer)
    slot.timer = setTimeout(() => discard(slot), slot.job.timeLimitMs)
    slot.worker.postMessage(slot.job.request)
  }

  const start = (): Slot => {
    const worker = new Worker(new URL('./html-worker.ts', import.meta.url), {
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    })
    const slot: Slot = { worker, ready: false, job: undefined, timer: undefined }
    slots.add(slot)
    worker.on('message', (message: 'ready' | WorkerAnswer) => {
      if (message === 'ready') {
        slot.ready = true
        begin(slot)
        return
      }
      finish(slot, message)
      dispatch()
    })
    worker.on('error', () => discard(slot))
    worker.on('exit', () => discard(slot))
    return slot
  }

  const dispatch = () => {
    while (waiting.length > 0 && !closed) {
      const idle = [...slots].find((slot) => slot.job === undefined)
      const slot = idle ?? (slots.size < size ? start() : undefined)
      if (slot === undefined) return
      slot.job = waiting.shift()
      slot.worker.ref()
      if (slot.ready) begin(slot)
      else slot.timer = setTimeout(() => discard(slot), startLimitMs)
    }
  }

  return {
    run: (request, timeLimitMs) =>
      new Promise((settle) => {
        if (closed) return settle(undefined)
        waiting.push({ request, timeLimitMs, settle })
        dispatch()
      }),
    close: async () => {
      closed = true
      for (const job of waiting.splice(0)) job.settle(undefined)
      const ending = [...slots]
      slots.clear()
      for (const slot of ending) finish(slot, undefined)
      await Promise.all(ending.map((slot) => slot.worker.terminate()))
    },
  }
}
