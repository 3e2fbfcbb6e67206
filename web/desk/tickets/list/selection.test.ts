import fc from 'fast-check'
import { expect, test } from 'vitest'
import { between, createSelection } from './selection.ts'

test('a selection holds what was added and not taken out, whatever the order, and tells once a change', () => {
  const command = fc.tuple(
    fc.constantFrom('toggle' as const, 'add' as const, 'remove' as const),
    fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 }),
  )
  fc.assert(
    fc.property(fc.array(command), (commands) => {
      const selection = createSelection()
      const model = new Set<string>()
      for (const [what, ids] of commands) {
        const [first = ''] = ids
        if (what === 'toggle') {
          selection.toggle(first)
          if (!model.delete(first)) model.add(first)
        } else {
          selection[what](ids)
          for (const id of ids) what === 'add' ? model.add(id) : model.delete(id)
        }
        expect(new Set(selection.ids())).toEqual(model)
        expect([...model].every(selection.has)).toBe(true)
      }
    }),
  )
})

test('what changes nothing tells nobody, and the ids stay the same array', () => {
  const selection = createSelection()
  selection.add(['a'])
  const ids = selection.ids()
  let told = 0
  selection.subscribe(() => {
    told += 1
  })
  selection.add(['a'])
  selection.remove(['b'])
  expect([told, selection.ids() === ids]).toEqual([0, true])
  selection.clear()
  expect([told, selection.ids()]).toEqual([1, []])
})

test('a range has both its ends, in the order of the list, and none when one end is gone', () => {
  expect(between(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(between(['a', 'b', 'c', 'd'], 'b', 'b')).toEqual(['b'])
  expect(between(['a', 'b'], 'a', 'x')).toEqual([])
})
