import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CursorMove, createCursor, keptCursor, moved } from './cursor.ts'

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const MOVES: readonly CursorMove[] = ['next', 'previous', 'first', 'last', 'pageDown', 'pageUp']
const anyIds = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 30 })

test.each([
  ['next', 'c', 'd'],
  ['previous', 'c', 'b'],
  ['first', 'c', 'a'],
  ['last', 'c', 'g'],
  ['pageDown', 'b', 'd'],
  ['pageUp', 'd', 'b'],
  ['next', 'g', 'g'],
  ['previous', 'a', 'a'],
  ['pageDown', 'f', 'g'],
  ['pageUp', 'b', 'a'],
] as const)('%s from %s leads to %s with three rows in sight', (move, from, to) => {
  expect(moved(IDS, from, move, 3)).toBe(to)
})

test('from nowhere the cursor enters at the first row, with `last` at the last', () => {
  expect(MOVES.map((move) => moved(IDS, undefined, move, 3))).toEqual(['a', 'a', 'a', 'g', 'a', 'a'])
})

test('whatever the list, a move ends on one of its rows, and in an empty one nowhere', () => {
  fc.assert(
    fc.property(
      anyIds,
      fc.option(fc.string(), { nil: undefined }),
      fc.constantFrom(...MOVES),
      fc.nat(40),
      (ids, from, move, rows) => {
        const to = moved(ids, from, move, rows)
        if (ids.length === 0) expect(to).toBeUndefined()
        else expect(ids).toContain(to)
      },
    ),
  )
})

test('the cursor stays on its ticket while that stays, else it goes to the nearest that stayed', () => {
  fc.assert(
    fc.property(anyIds, anyIds, fc.nat(40), (before, after, at) => {
      const current = before[at]
      const kept = keptCursor(before, after, current)
      if (current === undefined) expect(kept).toBeUndefined()
      else if (after.includes(current)) expect(kept).toBe(current)
      else if (kept !== undefined) expect(before.includes(kept) && after.includes(kept)).toBe(true)
      else expect(before.some((id) => after.includes(id))).toBe(false)
    }),
  )
  expect(keptCursor(['a', 'b', 'c', 'd'], ['a', 'd', 'x'], 'b')).toBe('d')
  expect(keptCursor(['a', 'b', 'c', 'd'], ['d', 'a', 'c'], 'b')).toBe('c')
  expect(keptCursor(['a', 'b', 'c'], ['x', 'a'], 'c')).toBe('a')
})

test('a move tells the row it leaves and the row it enters, and no other', () => {
  const cursor = createCursor('a')
  const told: string[] = []
  for (const id of IDS) cursor.subscribeRow(id, () => told.push(id))
  cursor.set('c')
  cursor.set('c')
  expect(told).toEqual(['a', 'c'])
  const off = cursor.subscribeRow('d', () => told.push('d again'))
  off()
  cursor.set('d')
  expect(told).toEqual(['a', 'c', 'c', 'd'])
})
