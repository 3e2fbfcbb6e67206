import { expect, test } from 'vitest'
import { createManualClock } from '../../../api/manual-clock.ts'
import { createOrderFreeze, HELD_MS, POINTER_MS, TOUCH_MS } from './order-freeze.ts'

function world() {
  const clock = createManualClock()
  const page = { isHeld: false, isHidden: false }
  const freeze = createOrderFreeze({ clock, isHeld: () => page.isHeld, isHidden: () => page.isHidden })
  const applied: number[] = []
  const startMs = clock.now()
  const ask = () => freeze.whenFree(() => applied.push(clock.now() - startMs))
  return { clock, page, freeze, applied, ask }
}

test('nobody aims: the order may change at once', () => {
  const { freeze, applied, ask } = world()
  expect(freeze.isFrozen()).toBe(false)
  ask()
  expect(applied).toEqual([0])
})

test('the pointer over the list keeps the order until it rested 10 s', () => {
  const { clock, freeze, applied, ask } = world()
  freeze.pointerMoved()
  ask()
  clock.advance(POINTER_MS - 1)
  freeze.pointerMoved()
  clock.advance(POINTER_MS - 1)
  expect([freeze.isFrozen(), applied]).toEqual([true, []])
  clock.advance(HELD_MS)
  expect([freeze.isFrozen(), applied.length]).toEqual([false, 1])
})

test('a pointer that leaves keeps nothing', () => {
  const { clock, freeze, applied, ask } = world()
  freeze.pointerMoved()
  freeze.pointerLeft()
  ask()
  clock.advance(0)
  expect(applied).toEqual([0])
})

test('a key or a click keeps the order for 3 s, each anew', () => {
  const { clock, freeze, applied, ask } = world()
  freeze.touched()
  ask()
  clock.advance(TOUCH_MS - 1)
  freeze.touched()
  clock.advance(TOUCH_MS - 1)
  expect(applied).toEqual([])
  clock.advance(1)
  expect(applied).toEqual([2 * TOUCH_MS - 1])
})

test('selected rows and an open picker keep it for as long as they are there, even unseen', () => {
  const { clock, page, applied, ask } = world()
  page.isHeld = true
  page.isHidden = true
  ask()
  clock.advance(60_000)
  expect(applied).toEqual([])
  page.isHeld = false
  clock.advance(HELD_MS)
  expect(applied).toHaveLength(1)
})

test('a page that nobody sees takes the order within half a second, wherever the pointer was left', () => {
  const { clock, page, freeze, applied, ask } = world()
  freeze.pointerMoved()
  ask()
  page.isHidden = true
  clock.advance(HELD_MS)
  expect(applied).toEqual([HELD_MS])
})

test('what was called off does not run', () => {
  const { clock, freeze, applied, ask } = world()
  freeze.touched()
  const callOff = ask()
  callOff()
  clock.advance(60_000)
  expect(applied).toEqual([])
})
