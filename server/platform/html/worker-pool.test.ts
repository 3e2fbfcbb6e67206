import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { htmlCaps } from './safe-html.ts'
import { sanitizeWith } from './sanitize-html.ts'
import type { WorkClock } from './work-limit.ts'
import { createWorkerPool, type WorkerPool } from './worker-pool.ts'
import { htmlWorkers, type WorkerSource } from './worker-source.ts'

const gate = new Int32Array(new SharedArrayBuffer(4))
const pools: WorkerPool[] = []
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
  Atomics.store(gate, 0, 0)
})

/** A thread that does `work` for each document and then answers. */
function workerThat(work: string): Worker {
  const code = `
    const { parentPort, workerData: gate } = require('node:worker_threads')
    parentPort.on('message', () => {
      ${work}
      parentPort.postMessage({ html: 'answered', text: 'answered', blockedImages: 0, tooDeep: false })
    })
    parentPort.postMessage('ready')`
  return new Worker(code, { eval: true, workerData: gate })
}
const spins = () => workerThat('for (;;);')
const waits = () => workerThat('Atomics.wait(gate, 0, 0)')

/** A pool of one worker whose first threads are these, and the sanitiser after them. */
function poolOf(threads: (() => Worker)[], clockOf: WorkerSource['clockOf'] = htmlWorkers.clockOf) {
  const pool = createWorkerPool(1, { start: () => (threads.shift() ?? htmlWorkers.start)(), clockOf })
  pools.push(pool)
  return (html: string, cpuLimitMs: number = htmlCaps.cpuLimitMs) =>
    sanitizeWith(pool, html, {}, { ...htmlCaps, cpuLimitMs })
}

test('a document over its CPU time is answered as escaped text, and the next one normally', async () => {
  const sanitize = poolOf([spins])
  const slow = sanitize('<b>slow</b><p>&amp;</p>', 20)
  const next = sanitize('<b>next</b>')
  expect(await slow).toEqual({
    html: '<p>slow &amp;</p>',
    text: 'slow &',
    blockedImages: 0,
    truncated: 'time',
  })
  expect(await next).toEqual({ html: '<b>next</b>', text: 'next', blockedImages: 0 })
})

test('a worker that waits longer than its limit, and does not compute, is waited for', async () => {
  /** Of the watch over the start, and of the one over the document. */
  const looks: number[] = []
  const sanitize = poolOf([waits], (worker) => {
    const watch = looks.push(0) - 1
    const clock = htmlWorkers.clockOf(worker)
    const openGate = () => {
      Atomics.store(gate, 0, 1)
      Atomics.notify(gate, 0)
    }
    const after: WorkClock['after'] = (ms, look) =>
      clock.after(ms, () => {
        look()
        looks[watch] = (looks[watch] ?? 0) + 1
        if (watch === 1 && looks[watch] === 4) openGate()
      })
    return { ...clock, after }
  })
  expect(await sanitize('<b>x</b>', 100)).toEqual({ html: 'answered', text: 'answered', blockedImages: 0 })
  expect(looks[1]).toBeGreaterThanOrEqual(4)
})

describe('with a clock moved by hand', () => {
  const watches: { look: (() => void) | undefined }[] = []
  const byHand = (): WorkClock => {
    const watch: (typeof watches)[number] = { look: undefined }
    watches.push(watch)
    return {
      cpuMs: async () => 0,
      after: (_ms, look) => {
        watch.look = look
        return () => {
          watch.look = undefined
        }
      },
    }
  }
  afterEach(() => {
    watches.length = 0
  })

  test('a worker that never answers and uses no CPU time is given up after minutes', async () => {
    const sanitize = poolOf([waits], byHand)
    const hung = sanitize('<b>hung</b>')
    const next = sanitize('<b>next</b>')
    // The second watch is the one over the document; the first was over the start.
    await expect.poll(() => watches.length).toBe(2)
    for (let looks = 0; looks <= 90; looks++) watches[1]?.look?.()
    expect(await hung).toMatchObject({ html: '<p>hung</p>', truncated: 'time' })
    expect(await next).toEqual({ html: '<b>next</b>', text: 'next', blockedImages: 0 })
  })

  test('a worker that never starts is given up after minutes', async () => {
    const sanitize = poolOf([() => new Worker('setInterval(() => {}, 60_000)', { eval: true })], byHand)
    const hung = sanitize('<b>hung</b>')
    for (let looks = 0; looks <= 90; looks++) watches[0]?.look?.()
    expect(await hung).toMatchObject({ html: '<p>hung</p>', truncated: 'time' })
    expect(await sanitize('<b>next</b>')).toMatchObject({ html: '<b>next</b>' })
  })

  test('nothing is looked at while no document is in work', async () => {
    const sanitize = poolOf([], byHand)
    await sanitize('<b>x</b>')
    expect(watches.map(({ look }) => look)).toEqual([undefined, undefined])
  })
})
