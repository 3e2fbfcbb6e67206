import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paths } from '../app/paths.ts'
import { placeOf } from './place.ts'

test.each([
  [paths.portal(), { at: 'list' }],
  [paths.home(), { at: 'list' }],
  [paths.inbox(), { at: 'list' }],
  [paths.portalNew(), { at: 'new' }],
  [paths.portalRequest('IT-12'), { at: 'request', key: 'IT-12' }],
  [`${paths.portalRequest('IT-12')}/`, { at: 'request', key: 'IT-12' }],
  [paths.people(), { at: 'nowhere' }],
  ['/portal/requests', { at: 'nowhere' }],
  ['/portal/requests/IT-12/notes', { at: 'nowhere' }],
  ['/portal/%E0', { at: 'nowhere' }],
])('%s shows its place', (path, place) => {
  expect(placeOf(path)).toEqual(place)
})

test('a link that leads an agent to a ticket leads its requester to the same request', () => {
  expect(placeOf(paths.ticket('IT-12'))).toEqual({ at: 'request', key: 'IT-12' })
})

test('whatever stands in an address shows a place', () => {
  fc.assert(
    fc.property(fc.string(), (path) => {
      expect(['list', 'new', 'request', 'nowhere']).toContain(placeOf(path).at)
    }),
  )
})
