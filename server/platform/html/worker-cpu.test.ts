import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { workerCpuMs } from './worker-cpu.ts'

/** Node 22.18 has the process's CPU time only, which the other worker's is a part of. */
const othersMsMax = typeof Worker.prototype.cpuUsage === 'function' ? 50 : Number.POSITIVE_INFINITY

test('a worker in an endless loop tells its CPU time, one that waits has next to none', async () => {
  const spins = new Worker("require('node:worker_threads').parentPort.postMessage(0); for (;;);", {
    eval: true,
  })
  const waits = new Worker("require('node:worker_threads').parentPort.once('message', () => {})", {
    eval: true,
  })
  await Promise.all([spins, waits].map((worker) => new Promise((started) => worker.once('online', started))))
  const restedMs = await workerCpuMs(waits)
  await expect.poll(() => workerCpuMs(spins)).toBeGreaterThan(300)
  expect((await workerCpuMs(waits)) - restedMs).toBeLessThan(othersMsMax)
  await Promise.all([spins.terminate(), waits.terminate()])
})

test('a Node that cannot tell it counts an eighth of what the process used', async () => {
  const older = Object.assign(Object.create(Worker.prototype) as Worker, { cpuUsage: undefined })
  const wholeMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000
  const before = wholeMs()
  const ms = await workerCpuMs(older)
  expect(ms).toBeGreaterThanOrEqual(before / 8)
  expect(ms).toBeLessThanOrEqual(wholeMs() / 8)
})
