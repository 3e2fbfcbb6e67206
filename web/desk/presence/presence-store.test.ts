import { expect, test } from 'vitest'
import type { PresenceMode } from '../../../contracts/presence.ts'
import { createManualClock } from '../../api/manual-clock.ts'
import { createPresenceStore, FORGOTTEN_AFTER_MS } from './presence-store.ts'

function world() {
  const clock = createManualClock()
  const store = createPresenceStore({ clock, meId: 'me' })
  let told = 0
  store.subscribe('t', () => {
    told += 1
  })
  const said = (id: string, mode: PresenceMode, ticketId = 't') => ({
    ticketId,
    person: { id, name: id },
    mode,
    since: new Date(clock.now()).toISOString(),
  })
  const shown = () => store.of('t').map(({ person, mode }) => `${person.id} ${mode}`)
  return { clock, store, said, shown, told: () => told }
}

test('whoever writes comes first, then who came first', () => {
  const { clock, store, said, shown } = world()
  for (const [id, mode] of [
    ['ana', 'AWAY'],
    ['ben', 'VIEWING'],
    ['cara', 'NOTING'],
    ['dan', 'REPLYING'],
  ] as const) {
    clock.advance(1)
    store.hear(said(id, mode))
  }
  expect(shown()).toEqual(['dan REPLYING', 'cara NOTING', 'ben VIEWING', 'ana AWAY'])
})

test('oneself is never shown, by no way and from no tab', () => {
  const { store, said, shown } = world()
  store.hear(said('me', 'REPLYING'))
  expect(shown()).toEqual([])
  store.read(['t'])([said('me', 'VIEWING')])
  expect(shown()).toEqual([])
})

test('who left is gone at once, who fell silent after a while, who goes on saying it stays', () => {
  const { clock, store, said, shown } = world()
  store.hear(said('ana', 'VIEWING'))
  store.hear(said('ben', 'VIEWING'))
  store.hear(said('cara', 'VIEWING'))
  store.hear(said('ana', 'LEFT'))
  expect(shown()).toEqual(['ben VIEWING', 'cara VIEWING'])
  clock.advance(FORGOTTEN_AFTER_MS - 1)
  store.hear(said('cara', 'VIEWING'))
  expect(shown()).toHaveLength(2)
  clock.advance(1)
  expect(shown()).toEqual(['cara VIEWING'])
  clock.advance(FORGOTTEN_AFTER_MS)
  expect(shown()).toEqual([])
})

test('a reading says who is there: those it does not name are gone, other tickets stay', () => {
  const { store, said, shown } = world()
  store.hear(said('ana', 'VIEWING'))
  store.hear(said('ana', 'VIEWING', 'other'))
  store.read(['t'])([said('ben', 'NOTING')])
  expect(shown()).toEqual(['ben NOTING'])
  expect(store.of('other')).toHaveLength(1)
})

test('the same said again tells nobody and is the same array', () => {
  const { clock, store, said, told } = world()
  store.hear(said('ana', 'VIEWING'))
  const first = store.of('t')
  clock.advance(15_000)
  store.hear(said('ana', 'VIEWING'))
  expect(told()).toBe(1)
  expect(store.of('t')).toBe(first)
})

test('what was told while it was read who is there counts, whoever the reading names', () => {
  const { store, said, shown } = world()
  store.hear(said('ana', 'VIEWING'))
  const take = store.read(['t'])
  store.hear(said('ben', 'REPLYING'))
  store.hear(said('ana', 'LEFT'))
  take([said('ana', 'VIEWING'), said('cara', 'VIEWING')])
  expect(shown()).toEqual(['ben REPLYING', 'cara VIEWING'])
  store.read(['t'])([])
  expect(shown()).toEqual([])
})

test('a reading that came to nothing changes nothing', () => {
  const { store, said, shown } = world()
  store.hear(said('ana', 'VIEWING'))
  store.read(['t'])(undefined)
  expect(shown()).toEqual(['ana VIEWING'])
})
