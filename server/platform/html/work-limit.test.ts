import { beforeEach, describe, expect, test } from 'vitest'
import { limitWork, type WorkClock } from './work-limit.ts'

const LIMIT_MS = 2_000
const STILL_LOOKS = 90
const HOUR_MS = 3600_000

let waits: number[]
let look: (() => void) | undefined
let over: number
beforeEach(() => {
  waits = []
  look = undefined
  over = 0
})

/** A clock that is moved by calling `look`, and a worker whose CPU time is what `cpuMs` says. */
function watch(cpuMs: WorkClock['cpuMs']) {
  const after: WorkClock['after'] = (ms, run) => {
    waits.push(ms)
    look = run
    return () => {
      look = undefined
    }
  }
  return limitWork({ cpuMs, after }, LIMIT_MS, () => over++)
}

/** Looks so many times, each when the last one's answer is in. */
async function looks(count: number): Promise<void> {
  await new Promise(setImmediate)
  for (let at = 0; at < count; at++) {
    look?.()
    await new Promise(setImmediate)
  }
}

describe('only CPU time counts', () => {
  test('a worker that gets 1 ms of a processor in each look works on, be it for hours', async () => {
    let cpuMs = 0
    watch(async () => cpuMs++)
    await looks(LIMIT_MS - 1)
    expect(over).toBe(0)
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(HOUR_MS / 2)
    await looks(1)
    expect(over).toBe(1)
    expect(look).toBeUndefined()
  })

  test('what a worker used before does not count', async () => {
    let cpuMs = 50_000
    watch(async () => cpuMs)
    await looks(1)
    cpuMs += LIMIT_MS - 1
    await looks(1)
    expect(over).toBe(0)
    cpuMs += 1
    await looks(1)
    expect(over).toBe(1)
  })

  test('nothing is looked at before the limit could be reached', async () => {
    let cpuMs = 0
    watch(async () => cpuMs)
    await looks(0)
    expect(waits).toEqual([LIMIT_MS])
    cpuMs = 500
    await looks(1)
    expect(waits.at(-1)).toBe(1_500)
  })

  test('once ended it waits for nothing and is never over, whatever the worker says later', async () => {
    const said = Promise.withResolvers<number>()
    const readings = [Promise.resolve(0), said.promise]
    const end = watch(() => readings.shift() ?? said.promise)
    await looks(1)
    end()
    expect(look).toBeUndefined()
    said.resolve(LIMIT_MS)
    await looks(1)
    expect({ over, look }).toEqual({ over: 0, look: undefined })
  })
})

describe('a worker that hangs is given up', () => {
  test.each<[string, WorkClock['cpuMs']]>([
    ['it uses no CPU time', async () => 7],
    ['it never says its CPU time', () => new Promise(() => {})],
    ['it cannot say its CPU time', () => Promise.reject(new Error('not running'))],
  ])('when %s', async (_name, cpuMs) => {
    watch(cpuMs)
    await looks(STILL_LOOKS)
    expect(over).toBe(0)
    await looks(1)
    expect(over).toBe(1)
  })

  test('only when it stands still all the time', async () => {
    let cpuMs = 0
    watch(async () => cpuMs)
    for (let round = 0; round < 10; round++) {
      await looks(STILL_LOOKS - 1)
      cpuMs += 1
      await looks(1)
    }
    expect(over).toBe(0)
  })
})
