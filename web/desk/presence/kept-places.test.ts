import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Presence, PresenceMode } from '../../../contracts/presence.ts'
import { keptPlaces, type Places } from './kept-places.ts'

function on(id: string, mode: PresenceMode = 'VIEWING'): Presence {
  return { person: { id, name: id }, mode, since: '2026-03-10T12:00:00Z' }
}

test('who comes stands behind those who are there, and takes the place of who left', () => {
  const two = keptPlaces([], [on('ana'), on('ben')], 3)
  expect(two).toEqual(['ana', 'ben'])
  const left = keptPlaces(two, [on('ben')], 3)
  expect(left).toEqual([undefined, 'ben'])
  expect(keptPlaces(left, [on('cara', 'REPLYING'), on('ben')], 3)).toEqual(['cara', 'ben'])
})

test('who begins to write stays where they are', () => {
  expect(keptPlaces(['ana', 'ben'], [on('ben', 'REPLYING'), on('ana')], 3)).toEqual(['ana', 'ben'])
})

test('without a free place who writes stands instead of one who looks, never of one who writes', () => {
  const writes = on('cara', 'NOTING')
  expect(keptPlaces(['ana', 'ben'], [writes, on('ben', 'REPLYING'), on('ana')], 2)).toEqual(['cara', 'ben'])
  const all = [writes, on('ben', 'REPLYING'), on('ana', 'REPLYING')]
  expect(keptPlaces(['ana', 'ben'], all, 2)).toEqual(['ana', 'ben'])
})

const someone = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  mode: fc.constantFrom<PresenceMode[]>('VIEWING', 'AWAY', 'REPLYING', 'NOTING'),
})
const crowd = fc
  .uniqueArray(someone, { selector: ({ id }) => id })
  .map((all) => all.map(({ id, mode }) => on(id, mode)))

test('whoever comes and goes: nobody who stays moves, nobody stands twice, and every place that can be filled is', () => {
  fc.assert(
    fc.property(fc.array(crowd), fc.integer({ min: 1, max: 4 }), (crowds, max) => {
      let places: Places = []
      for (const people of crowds) {
        const next = keptPlaces(places, people, max)
        const ids = next.filter((id) => id !== undefined)
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids.length).toBe(Math.min(max, people.length))
        for (const id of ids) if (places.includes(id)) expect(next.indexOf(id)).toBe(places.indexOf(id))
        places = next
      }
    }),
  )
})
