import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completed, completionsAt } from './filter-completions.ts'
import type { FilterNames } from './filter-names.ts'
import { parseFilter } from './filter-text.ts'

const PEOPLE = [
  { id: '00000000-0000-4000-8000-00000000000a', name: 'Ana Kaya', code: 'ana@acme.example' },
  { id: '00000000-0000-4000-8000-00000000000c', name: 'Ben', code: 'ben@acme.example' },
]
const NAMES: FilterNames = {
  staff: PEOPLE,
  people: PEOPLE,
  teams: [{ id: '00000000-0000-4000-8000-0000000000aa', name: 'IT', code: 'IT' }],
}
const CALLED = { field: String, status: String, priority: String }
const at = (text: string) => completionsAt(text.replace('|', ''), text.indexOf('|'), NAMES, CALLED)
const inserts = (text: string) => at(text).map(({ insert }) => insert)
const chosen = (text: string) => {
  const [first] = at(text)
  if (first === undefined) return undefined
  const after = completed(text.replace('|', ''), first)
  return `${after.text.slice(0, after.caret)}|${after.text.slice(after.caret)}`
}

test('fields that are there already are not offered again', () => {
  expect(inserts('|')).toEqual(['status:', 'assignee:', 'team:', 'priority:', 'requester:'])
  expect(inserts('status:new |')).toEqual(['assignee:', 'team:', 'priority:', 'requester:'])
  expect(inserts('as|')).toEqual(['assignee:'])
})

test('a value goes on where the caret is, and what is said already is not offered', () => {
  expect(inserts('status:w|')).toEqual(['waiting', 'waiting-on-requester', 'waiting-on-vendor'])
  expect(inserts('priority:p1,| team:it')).toEqual(['p2', 'p3', 'p4'])
  expect(inserts('assignee:|')).toEqual(['me', 'none', '"Ana Kaya"', 'Ben'])
  expect(inserts('assignee:ben@|')).toEqual(['Ben'])
  expect(inserts('nope:|')).toEqual([])
})

test('taking one puts the caret behind it', () => {
  expect(chosen('as|')).toBe('assignee:|')
  expect(chosen('assignee:an|')).toBe('assignee:"Ana Kaya" |')
  expect(chosen('status:tri|,new team:it')).toBe('status:triaged|,new team:it')
})

test('whatever is written, what is taken stands at the caret and the rest is untouched', () => {
  const pieces = fc.constantFrom('status:', 'assignee:', 'new', 'a', ',', '"', ' ', 'p', ':')
  fc.assert(
    fc.property(fc.array(pieces), fc.nat(40), (some, place) => {
      const text = some.join('')
      const caret = Math.min(place, text.length)
      for (const one of completionsAt(text, caret, NAMES, CALLED)) {
        expect(one.from <= one.to && one.to <= text.length).toBe(true)
        const after = completed(text, one)
        expect(after.text.startsWith(text.slice(0, one.from))).toBe(true)
        expect(after.text.endsWith(text.slice(one.to))).toBe(true)
      }
    }),
  )
})

test('each value that is offered for an empty field makes a filter', () => {
  for (const field of ['status:', 'assignee:', 'team:', 'priority:', 'requester:'])
    for (const one of completionsAt(field, field.length, NAMES, CALLED))
      expect(parseFilter(completed(field, one).text, NAMES)).toHaveProperty('filter')
})
