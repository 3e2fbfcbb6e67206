import { expect, test } from 'vitest'
import { becomes } from '../../test/harness/becomes.ts'
import type { EntityKey } from './entities.ts'
import { createEntityStore } from './entity-store.ts'
import { createManualClock } from './manual-clock.ts'
import { createRevalidation } from './revalidation.ts'
import { ticketOf } from './ticket-samples.ts'

/** A desk that fails for what is in `broken`. */
function world(count: number) {
  const store = createEntityStore()
  const clock = createManualClock()
  const broken = new Set<string>()
  const asked: EntityKey[] = []
  const read = async (key: EntityKey) => {
    asked.push(key)
    const id = key.slice('ticket:'.length)
    if (broken.has(id)) throw new Error('down')
    store.put('ticket', 2, ticketOf({ id, version: 2 }))
  }
  const revalidation = createRevalidation({ store, clock, read, random: () => 0.5 })
  for (let i = 0; i < count; i += 1) {
    store.put('ticket', 1, ticketOf({ id: `t${i}` }))
    store.subscribe('ticket', `t${i}`, () => {})
  }
  const freshness = (id: string) => store.record('ticket', id)?.freshness
  return { store, clock, broken, asked, revalidation, freshness }
}
/** So many milliseconds, in which answers come. */
async function pass(clock: { advance(ms: number): void }, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    clock.advance(50)
    for (let turns = 0; turns < 20; turns += 1) await Promise.resolve()
  }
}

test('one that always fails holds up nothing else', async () => {
  const { store, clock, broken, freshness } = world(9)
  broken.add('t0')
  store.markStale(['ticket:t0'])
  await pass(clock, 60_000)
  store.markStale()
  await pass(clock, 1_000)
  for (let i = 1; i < 9; i += 1) expect(freshness(`t${i}`)).toBe('fresh')
})

test('what waits for its next try lets others go before', async () => {
  const { store, clock, broken, freshness } = world(2)
  broken.add('t0')
  store.markStale(['ticket:t0'])
  await pass(clock, 500)
  store.markStale(['ticket:t1'])
  await pass(clock, 500)
  expect(freshness('t1')).toBe('fresh')
})

test('what could not be read during a long break is read when the desk is there again', async () => {
  const { store, clock, broken, revalidation, freshness } = world(2)
  broken.add('t0')
  store.markStale(['ticket:t0'])
  await pass(clock, 120_000)
  expect(freshness('t0')).toBe('stale')
  broken.clear()
  revalidation.again()
  await pass(clock, 500)
  await becomes(() => expect(freshness('t0')).toBe('fresh'))
})
