import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPace, type TryEnd } from './stream-pace.ts'

const silent: TryEnd = { how: 'silent' }
const failed: TryEnd = { how: 'failed' }

test('waits grow to 15 s while nothing works, and are short again after a connection that lasted', () => {
  const pace = createPace(
    () => 0,
    () => 1,
  )
  expect([failed, failed, failed, failed].map((end) => pace.next(end).waitMs)).toEqual([
    3_000, 6_000, 12_000, 15_000,
  ])
  expect(pace.next({ how: 'cut', livedMs: 60_000 }).waitMs).toBe(3_000)
  expect(pace.next({ how: 'cut', livedMs: 10 }).waitMs).toBe(6_000)
})

test('the desk says when to come back', () => {
  const pace = createPace(
    () => 0,
    () => 0,
  )
  pace.retry(1_234)
  expect(pace.next({ how: 'asked' }).waitMs).toBe(1_234)
  expect(pace.next({ how: 'failed', retryAfterMs: 40_000 }).waitMs).toBe(40_000)
})

test('after three silent tries in a row it polls, and streams again after three minutes', () => {
  let now = 0
  const pace = createPace(
    () => now,
    () => 0,
  )
  const ways = [silent, silent, { how: 'cut', livedMs: 9 } as const, silent, silent, silent].map(
    (end) => pace.next(end).way,
  )
  expect(ways).toEqual(['stream', 'stream', 'stream', 'stream', 'stream', 'poll'])
  now = 179_999
  expect(pace.next({ how: 'again' }).way).toBe('poll')
  now = 180_000
  expect(pace.next({ how: 'again' }).way).toBe('stream')
  expect(pace.next(silent).way).toBe('poll')
})

test('a desk that is away makes nobody poll', () => {
  const pace = createPace(
    () => 0,
    () => 0,
  )
  for (let i = 0; i < 10; i += 1) expect(pace.next(failed).way).toBe('stream')
})

test('no chance and no demand of the other side makes it hammer or sleep for ever', () => {
  const end: fc.Arbitrary<TryEnd> = fc.oneof(
    fc.constantFrom<TryEnd>({ how: 'asked' }, silent, failed),
    fc.record({ how: fc.constant('cut' as const), livedMs: fc.nat() }),
    fc.record({ how: fc.constant('failed' as const), retryAfterMs: fc.nat(10 ** 9) }),
  )
  const steps = fc.array(fc.tuple(end, fc.nat(10 ** 9), fc.double({ min: 0, max: 1, noNaN: true })))
  fc.assert(
    fc.property(steps, (run) => {
      let chance = 0
      const pace = createPace(
        () => 0,
        () => chance,
      )
      for (const [how, retry, next] of run) {
        chance = next
        pace.retry(retry)
        const { way, waitMs } = pace.next(how)
        expect(waitMs).toBeLessThanOrEqual(300_000)
        if (way === 'stream') expect(waitMs).toBeGreaterThanOrEqual(500)
      }
    }),
  )
})
