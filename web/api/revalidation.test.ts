import { expect, test } from 'vitest'
import { becomes } from '../../test/harness/becomes.ts'
import type { EntityKey } from './entities.ts'
import { createEntityStore } from './entity-store.ts'
import { createManualClock } from './manual-clock.ts'
import { createRevalidation } from './revalidation.ts'
import { ticketOf } from './ticket-samples.ts'

function world(count = 1) {
  const store = createEntityStore()
  const clock = createManualClock()
  const asked: { key: EntityKey; answer: () => void; fail: () => void }[] = []
  const read = (key: EntityKey) =>
    new Promise<void>((resolve, reject) => {
      const answer = () => {
        store.put('ticket', 2, ticketOf({ id: key.slice('ticket:'.length), version: 2 }))
        resolve()
      }
      asked.push({ key, answer, fail: () => reject(new Error('down')) })
    })
  const revalidation = createRevalidation({ store, clock, read, random: () => 0.5 })
  for (let i = 0; i < count; i += 1) store.put('ticket', 1, ticketOf({ id: `t${i}` }))
  const asks = (times: number) =>
    becomes(() => {
      clock.advance(300)
      expect(asked).toHaveLength(times)
    })
  return { store, clock, asked, revalidation, asks }
}

test('what is looked at and stale is read once, however often it was told', async () => {
  const { store, clock, asked, asks } = world(2)
  store.subscribe('ticket', 't0', () => {})
  for (let i = 0; i < 10; i += 1) store.markStale()
  await asks(1)
  asked[0]?.answer()
  await becomes(() => expect(store.record('ticket', 't0')?.freshness).toBe('fresh'))
  clock.advance(60_000)
  expect(asked.map(({ key }) => key)).toEqual(['ticket:t0'])
})

test('what nobody looks at is read when somebody does', async () => {
  const { store, clock, asked, revalidation, asks } = world()
  store.markStale()
  clock.advance(60_000)
  expect(asked).toEqual([])
  store.subscribe('ticket', 't0', () => {})
  revalidation.look('ticket:t0')
  await asks(1)
})

test('what goes stale while it is read is read again', async () => {
  const { store, asked, asks } = world()
  store.subscribe('ticket', 't0', () => {})
  store.markStale()
  await asks(1)
  store.markStale()
  store.markStale(['ticket:t0'])
  store.amend('ticket', 't0', (record) => ({ ...record, version: 2 }))
  asked[0]?.answer()
  await asks(2)
})

test('four are read at a time, and all in the end', async () => {
  const { store, clock, asked } = world(10)
  for (let i = 0; i < 10; i += 1) store.subscribe('ticket', `t${i}`, () => {})
  store.markStale()
  clock.advance(300)
  expect(asked).toHaveLength(4)
  for (let done = 0; done < 10; done += 1) {
    asked[done]?.answer()
    await becomes(() => {
      clock.advance(0)
      expect(asked.length).toBeGreaterThanOrEqual(Math.min(10, done + 5))
    })
  }
  expect(new Set(asked.map(({ key }) => key)).size).toBe(10)
})

test('what is not whole is read only where all of it is shown', async () => {
  const { store, clock, asked, revalidation, asks } = world()
  store.subscribe('ticket', 't0', () => {})
  store.amend('ticket', 't0', (record) => ({ ...record, freshness: 'partial' }))
  clock.advance(60_000)
  expect(asked).toEqual([])
  revalidation.wantWhole('ticket:t0')
  await asks(1)
})

test('a failure is tried again, not for ever', async () => {
  const { store, clock, asked } = world()
  store.subscribe('ticket', 't0', () => {})
  store.markStale()
  for (let tries = 1; tries <= 5; tries += 1) {
    await becomes(() => {
      clock.advance(5_000)
      expect(asked).toHaveLength(tries)
    })
    asked.at(-1)?.fail()
  }
  await Promise.resolve()
  clock.advance(600_000)
  expect(asked).toHaveLength(5)
})
