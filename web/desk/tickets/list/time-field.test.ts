import { expect, test } from 'vitest'
import { TICKET_SORTS } from '../../../../contracts/tickets.ts'
import { SORTS, timeOf, turned } from './time-field.ts'

test('every order that the desk knows is offered, and turning one twice gives it again', () => {
  expect([...SORTS].sort()).toEqual([...TICKET_SORTS].sort())
  for (const sort of SORTS) {
    expect(turned(sort)).not.toBe(sort)
    expect(turned(turned(sort))).toBe(sort)
    expect(timeOf(turned(sort))).toBe(timeOf(sort))
  }
})
