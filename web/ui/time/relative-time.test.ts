import { expect, test } from 'vitest'
import { relativeTime } from './relative-time.ts'

const NOW = Date.parse('2026-03-10T12:00:00Z')
const ago = (ms: number) => relativeTime(NOW - ms, NOW)

test('a moment is said in the largest whole unit, up to a week', () => {
  expect(ago(59_999)).toEqual({ unit: 'now' })
  expect(ago(60_000)).toEqual({ unit: 'minutes', count: 1, isFuture: false })
  expect(ago(3_599_999)).toEqual({ unit: 'minutes', count: 59, isFuture: false })
  expect(ago(3_600_000)).toEqual({ unit: 'hours', count: 1, isFuture: false })
  expect(ago(86_399_999)).toEqual({ unit: 'hours', count: 23, isFuture: false })
  expect(ago(6 * 86_400_000)).toEqual({ unit: 'days', count: 6, isFuture: false })
  expect(ago(7 * 86_400_000)).toEqual({ unit: 'date' })
})

test('what is still to come says so', () => {
  expect(ago(-120_000)).toEqual({ unit: 'minutes', count: 2, isFuture: true })
})
