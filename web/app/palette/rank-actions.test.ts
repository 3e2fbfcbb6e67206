import { expect, test } from 'vitest'
import { rankActions } from './rank-actions.ts'

const named = (...names: string[]) => names.map((name) => ({ id: name, name }))
const found = (names: string[], query: string) => rankActions(named(...names), query).map(({ name }) => name)

test('an empty query shows everything in its own order', () => {
  expect(found(['Reply', 'Assign', 'Go to teams'], ' ')).toEqual(['Reply', 'Assign', 'Go to teams'])
})

test('a name that begins with what was typed comes before one that only has it', () => {
  expect(found(['Set the assignee', 'Reassign', 'Assign to me'], 'assign')).toEqual([
    'Assign to me',
    'Set the assignee',
    'Reassign',
  ])
})

test('every word has to be there, in any order, whatever its case and accents', () => {
  expect(found(['Go to the inbox', 'Go to teams'], 'INBOX go')).toEqual(['Go to the inbox'])
  expect(found(['Öffnen'], 'off')).toEqual(['Öffnen'])
  expect(found(['Reply'], 'nothing')).toEqual([])
})
