import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PRIORITIES, STATUSES, TICKET_SORTS } from '../../../../contracts/tickets.ts'
import { filterKey, type TicketFilter } from '../../../api/index.ts'
import { inOrder, OPEN_STATUSES } from './filter-words.ts'
import { filterOfSearch, isNarrowed, searchOfFilter } from './list-search.ts'

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const anyFilter = fc
  .record({
    status: optional(fc.subarray([...STATUSES], { minLength: 1 })),
    priority: optional(fc.subarray([...PRIORITIES], { minLength: 1 })),
    assignee: optional(fc.constantFrom('me', 'none', 'p1')),
    team: optional(fc.constant('t1')),
    requester: optional(fc.constantFrom('me', 'p2')),
    sort: fc.constantFrom(...TICKET_SORTS),
  })
  .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)))
  .map((filter) => filter as TicketFilter)

test('the address of a filter leads to that filter again, at home and elsewhere', () => {
  fc.assert(
    fc.property(anyFilter, fc.boolean(), (filter, home) => {
      const again = filterOfSearch(searchOfFilter(filter, home, {}), home)
      expect(filterKey(again)).toBe(filterKey(filter))
    }),
  )
})

test('one filter has one address, in whatever order its parts were picked', () => {
  fc.assert(
    fc.property(anyFilter, fc.boolean(), (filter, home) => {
      const { status, priority } = filter
      const turned: TicketFilter = {
        ...filter,
        ...(status === undefined ? {} : { status: [...status].reverse() }),
        ...(priority === undefined ? {} : { priority: [...priority].reverse() }),
      }
      expect(searchOfFilter(turned, home, {})).toEqual(searchOfFilter(filter, home, {}))
    }),
  )
})

test('home without statuses is what is open, and says so nowhere; all of it has an address of its own', () => {
  expect(filterOfSearch({}, true)).toEqual({ status: OPEN_STATUSES, sort: '-updated' })
  expect(searchOfFilter({ status: inOrder(STATUSES, OPEN_STATUSES) }, true, {})).toEqual({})
  expect(searchOfFilter({}, true, {})).toEqual({ status: 'any' })
  expect(filterOfSearch({ status: 'any' }, true)).toEqual({ sort: '-updated' })
  expect(searchOfFilter({ status: OPEN_STATUSES }, false, {})).toEqual({ status: 'open' })
})

test('what stands in an address and means nothing does not narrow', () => {
  expect(filterOfSearch({ status: 'NOPE,new', priority: 'p9', sort: 'name' }, false)).toEqual({
    status: ['NEW'],
    sort: '-updated',
  })
})

test('layout and peek stay while the filter changes', () => {
  const search = { layout: 'split' as const, peek: 'IT-1', status: 'NEW' }
  expect(searchOfFilter({ assignee: 'me' }, false, search)).toEqual({
    assignee: 'me',
    layout: 'split',
    peek: 'IT-1',
  })
})

test('a sort alone narrows nothing', () => {
  expect(isNarrowed({ sort: 'created' }, false)).toBe(false)
  expect(isNarrowed({ status: OPEN_STATUSES }, true)).toBe(false)
  expect(isNarrowed({ status: OPEN_STATUSES }, false)).toBe(true)
  expect(isNarrowed({}, true)).toBe(true)
})
