import { Worker } from 'node:worker_threads'
import type { WorkClock } from './work-limit.ts'
import { workerCpuMs } from './worker-cpu.ts'

/** A document that fills this much memory is not worth more. */
const maxHeapMb = 256

/** Where a pool gets its threads and their time from. Tests hand in others. */
export type WorkerSource = { start: () => Worker; clockOf: (worker: Worker) => WorkClock }

/** The sanitiser in a thread of its own, and that thread's CPU time. */
export const htmlWorkers: WorkerSource = {
  start: () =>
    new Worker(new URL('./html-worker.ts', import.meta.url), {
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    }),
  clockOf: (worker) => ({
    cpuMs: () => workerCpuMs(worker),
    after: (ms, look) => {
      const timer = setTimeout(look, ms)
      return () => clearTimeout(timer)
    },
  }),
}
