import { expect, test } from 'vitest'
import { lastPlaceIn, placeAt, rememberPlace } from './remembered-place.ts'

const place = (listKey: string, scrollTop: number) => ({ listKey, scrollTop, cursorId: undefined })

test('an entry of the history finds its own place again, and none of another list', () => {
  rememberPlace('one', place('inbox', 100))
  rememberPlace('two', place('mine', 200))
  expect(placeAt('one', 'inbox')?.scrollTop).toBe(100)
  expect(placeAt('one', 'mine')).toBeUndefined()
  expect(placeAt('three', 'inbox')).toBeUndefined()
})

test('the place that was left last in a list is a copy: scrolling on does not change the old entry', () => {
  rememberPlace('four', place('late', 1))
  rememberPlace('five', place('late', 2))
  const last = lastPlaceIn('late')
  if (last !== undefined) last.scrollTop = 9
  expect([last?.scrollTop, placeAt('five', 'late')?.scrollTop]).toEqual([9, 2])
})

test('of many entries the oldest are forgotten', () => {
  for (let at = 0; at < 60; at += 1) rememberPlace(`many-${at}`, place('many', at))
  expect([placeAt('many-0', 'many'), placeAt('many-59', 'many')?.scrollTop]).toEqual([undefined, 59])
})
