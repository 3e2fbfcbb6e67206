import { expect, test } from 'vitest'
import { lateScreen } from './late-screen.tsx'

function Screen() {
  return null
}

test('code that could not be had is asked for again, and code that is there is not', async () => {
  const answers = [Promise.reject(new Error('gone')), Promise.resolve({ Screen })]
  let asked = 0
  const late = lateScreen(() => {
    asked += 1
    return answers.shift() ?? Promise.reject(new Error('asked too often'))
  }, 'Screen')
  await late.preload()
  await late.preload()
  await late.preload()
  expect(asked).toBe(2)
})
