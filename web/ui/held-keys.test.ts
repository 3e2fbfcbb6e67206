import { expect, onTestFinished, test, vi } from 'vitest'
import { holdKeys } from './held-keys.ts'

/** A page without a document: it is pressed and painted by hand. Answers whether a press reached it. */
function makePage() {
  const listeners = new Map<string, (event: object) => void>()
  const frames = new Map<number, () => void>()
  let made = 0
  vi.stubGlobal('window', {
    addEventListener: (type: string, listener: () => void) => listeners.set(type, listener),
    removeEventListener: (type: string) => listeners.delete(type),
  })
  vi.stubGlobal('document', { activeElement: null })
  vi.stubGlobal('Element', class {})
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
    made += 1
    frames.set(made, run)
    return made
  })
  vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.delete(id))
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
  return {
    press(key: string): boolean {
      let isHeld = false
      const stopPropagation = () => {
        isHeld = true
      }
      listeners.get('keydown')?.({ isTrusted: true, key, stopPropagation, preventDefault() {} })
      return !isHeld
    },
    paint(times: number): void {
      for (let painted = 0; painted < times; painted += 1) {
        const due = [...frames.values()]
        frames.clear()
        for (const run of due) run()
      }
    },
    waiting: () => frames.size,
  }
}

test('a box that takes no focus gives the keys back once the page was painted thirty times, not before', () => {
  const page = makePage()
  const held = holdKeys(() => {})
  page.paint(100)
  expect(page.press('x'), 'before the box is there').toBe(false)
  held.boxIsThere()
  page.paint(29)
  expect(page.press('x'), 'with the box, painted 29 times').toBe(false)
  page.paint(1)
  expect(page.press('x'), 'painted 30 times').toBe(true)
})

test('no time lets the page have the keys of a box that it did not paint yet', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'Date', 'performance'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const page = makePage()
  holdKeys(() => {}).boxIsThere()
  vi.advanceTimersByTime(3_600_000)
  expect(page.press('x')).toBe(false)
})

test('keys that are given back leave nothing that waits for the page to be painted', () => {
  const page = makePage()
  const held = holdKeys(() => {})
  held.boxIsThere()
  expect(page.waiting()).toBe(1)
  held.release()
  expect(page.waiting()).toBe(0)
  expect(page.press('x')).toBe(true)
})
