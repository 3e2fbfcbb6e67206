import { expect, test } from 'vitest'
import { fieldOf, instantOf, laterChoices } from './send-later-times.ts'

test('every choice lies ahead, and no hour is offered twice', () => {
  for (let day = 1; day <= 14; day += 1) {
    const now = new Date(2026, 5, day, 15, 30)
    const times = laterChoices(now).map(({ at }) => at.getTime())
    expect(times.every((time) => time > now.getTime())).toBe(true)
    expect(new Set(times).size).toBe(times.length)
  }
})

test('Monday is the next Monday at nine', () => {
  const monday = laterChoices(new Date(2026, 5, 10, 15, 30)).find(({ id }) => id === 'monday')
  expect(monday?.at).toEqual(new Date(2026, 5, 15, 9))
  expect(laterChoices(new Date(2026, 5, 15, 8)).find(({ id }) => id === 'monday')?.at).toEqual(
    new Date(2026, 5, 22, 9),
  )
})

test('only an hour to come within a year is taken', () => {
  const now = new Date(2026, 5, 10, 15, 30)
  expect(instantOf(fieldOf(new Date(2026, 5, 10, 15, 31)), now)).toBe(
    new Date(2026, 5, 10, 15, 31).toISOString(),
  )
  for (const field of ['', 'soon', '2026-06-10T15:30', '2027-06-12T00:00'])
    expect(instantOf(field, now)).toBe(undefined)
})
