import { expect, test } from 'vitest'
import { rememberWalk, takeLastWalked, walkFrom } from './walk.ts'

test('a ticket knows its neighbours in the list that one came from, and the way back', () => {
  rememberWalk(['a', 'b', 'c'], '/inbox?assignee=me')
  expect(walkFrom('b')).toEqual({ previous: 'a', next: 'c', at: 2, of: 3, href: '/inbox?assignee=me' })
  expect(walkFrom('a')).toEqual({ next: 'b', at: 1, of: 3, href: '/inbox?assignee=me' })
  expect(walkFrom('c')).toEqual({ previous: 'b', at: 3, of: 3, href: '/inbox?assignee=me' })
  expect(walkFrom('x')).toBeUndefined()
})

test('the list finds the ticket that was looked at last, at its own address and once', () => {
  const ids = ['a', 'b']
  rememberWalk(ids, '/inbox')
  ids.pop()
  walkFrom('a')
  walkFrom('b')
  expect(takeLastWalked('/tickets')).toBeUndefined()
  expect(takeLastWalked('/inbox')).toBe('b')
  expect(takeLastWalked('/inbox')).toBeUndefined()
})
