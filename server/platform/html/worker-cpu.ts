import type { Worker } from 'node:worker_threads'

/** The main thread, two workers, four threads for files and hashes, one for rubbish. */
const THREADS_OF_A_PROCESS = 8

/**
 * CPU time of a worker thread since it began, in ms, read from outside: it answers in the midst of a synchronous
 * loop too. Rejects when the worker has not begun or is gone; stays open while the thread is inside one call that
 * cannot be interrupted, as ending the thread would. Node 22.18 cannot say it: then it is an eighth of what the
 * whole process used. Other threads make that more than the worker's own only when they leave it less than a fair
 * share, and a limit is at most eight times itself.
 */
export async function workerCpuMs(worker: Worker): Promise<number> {
  const canTell = typeof worker.cpuUsage === 'function'
  const { user, system } = canTell ? await worker.cpuUsage() : process.cpuUsage()
  const ms = (user + system) / 1000
  return canTell ? ms : ms / THREADS_OF_A_PROCESS
}
