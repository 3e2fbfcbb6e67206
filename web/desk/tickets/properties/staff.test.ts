import { expect, test } from 'vitest'
import type { Person } from '../../../../contracts/people.ts'
import { inPickerOrder, mayBeAssigned } from './staff.ts'

const person = (id: string, part: Partial<Person> = {}): Person => ({
  id,
  name: id,
  email: `${id}@example.org`,
  role: 'AGENT',
  active: true,
  teams: [{ id: 'it', role: 'AGENT' }],
  undoSeconds: null,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...part,
})

test('only whom the desk would assign is offered: active, no requester, in each team or an owner', () => {
  const it = [{ teamId: 'it' }]
  expect(mayBeAssigned(person('ana'), it)).toBe(true)
  expect(mayBeAssigned(person('ana', { active: false }), it)).toBe(false)
  expect(mayBeAssigned(person('rita', { role: 'EMPLOYEE' }), it)).toBe(false)
  expect(mayBeAssigned(person('ana'), [...it, { teamId: 'hr' }])).toBe(false)
  expect(mayBeAssigned(person('olga', { role: 'OWNER', teams: [] }), it)).toBe(true)
})

test('oneself comes first, then whom one assigned last, then the rest by name', () => {
  const people = ['dan', 'ana', 'me', 'cara', 'ben'].map((id) => person(id))
  expect(inPickerOrder(people, 'me', ['cara', 'ben']).map(({ id }) => id)).toEqual([
    'me',
    'cara',
    'ben',
    'ana',
    'dan',
  ])
})
