import { expect, test } from 'vitest'
import { createManualClock } from '../api/manual-clock.ts'
import { createUndoStack } from './undo-stack.ts'

function world() {
  const clock = createManualClock(0)
  const stack = createUndoStack(clock)
  const done: string[] = []
  const push = (label: string, expiresAt = 30_000) =>
    stack.push({ label, expiresAt, run: () => void done.push(label) })
  return { clock, stack, done, push }
}

test('the newest is taken back first, and each once', () => {
  const { stack, done, push } = world()
  push('status')
  push('reply')
  expect([stack.undo(), stack.undo(), stack.undo()]).toEqual([true, true, false])
  expect(done).toEqual(['reply', 'status'])
})

test('what is past its time is left alone, what is under it is not', () => {
  const { clock, stack, done, push } = world()
  push('status')
  push('reply', 10_000)
  clock.advance(10_000)
  expect(stack.newest()?.label).toBe('status')
  stack.undo()
  clock.advance(20_000)
  expect(stack.undo()).toBe(false)
  expect(done).toEqual(['status'])
})

test('what was taken back otherwise is not taken back again', () => {
  const { stack, done, push } = world()
  push('status')
  const off = push('reply')
  off()
  stack.undo()
  expect(done).toEqual(['status'])
})
