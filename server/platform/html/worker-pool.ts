import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import type { WorkerAnswer, WorkerRequest } from './safe-html.ts'
import { limitWork } from './work-limit.ts'
import { htmlWorkers, type WorkerSource } from './worker-source.ts'

/** Loading the sanitiser takes 0.1 s of CPU time. */
const startCpuLimitMs = 20_000

export type WorkerPool = {
  /** The worker's answer; undefined when it ran out of CPU time or memory, hung, or could not start. */
  run: (request: WorkerRequest, cpuLimitMs: number) => Promise<WorkerAnswer | undefined>
  close: () => Promise<void>
}

type Job = {
  request: WorkerRequest
  cpuLimitMs: number
  settle: (answer: WorkerAnswer | undefined) => void
}
type Slot = { worker: Worker; ready: boolean; job: Job | undefined; endWatch: () => void }

/**
 * A pool of worker threads, started on demand, one document each at a time. A worker that overruns its CPU time is
 * ended and its place taken by a new one; one that waits for a processor is waited for. Idle workers are unreferenced, so they never keep the process;
 * a busy one does, so that its caller gets an answer.
 */
export function createWorkerPool(
  size = Math.min(2, availableParallelism()),
  source: WorkerSource = htmlWorkers,
): WorkerPool {
  const slots = new Set<Slot>()
  const waiting: Job[] = []
  let closed = false

  const finish = (slot: Slot, answer: WorkerAnswer | undefined) => {
    slot.endWatch()
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

  const watch = (slot: Slot, cpuLimitMs: number) => {
    slot.endWatch()
    slot.endWatch = limitWork(source.clockOf(slot.worker), cpuLimitMs, () => discard(slot))
  }

  const begin = (slot: Slot) => {
    if (slot.job === undefined) return
    watch(slot, slot.job.cpuLimitMs)
    slot.worker.postMessage(slot.job.request)
  }

  const start = (): Slot => {
    const worker = source.start()
    const slot: Slot = { worker, ready: false, job: undefined, endWatch: () => {} }
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
      else watch(slot, startCpuLimitMs)
    }
  }

  return {
    run: (request, cpuLimitMs) =>
      new Promise((settle) => {
        if (closed) return settle(undefined)
        waiting.push({ request, cpuLimitMs, settle })
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
