import { expect, test } from 'vitest'
import { delaySeconds, delayTable } from './sign-in-delay.ts'

test.each([
  [0, 0],
  [1, 0],
  [4, 0],
  [5, 1],
  [6, 2],
  [10, 32],
  [14, 512],
  [15, 900],
  [16, 900],
  [5000, 900],
])('failure %i makes an account wait %i s', (failures, seconds) => {
  expect(delaySeconds(failures)).toBe(seconds)
})

test('the table that the database counts with is the rule itself, up to the longest wait', () => {
  const table = delayTable()
  expect(table).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900])
  expect(table.map((_, i) => delaySeconds(i + 1))).toEqual(table)
})
