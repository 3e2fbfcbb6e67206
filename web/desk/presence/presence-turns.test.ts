import { expect, test } from 'vitest'
import { inTurn } from './presence-turns.ts'

/** A desk that answers only when it is told to. */
function slowDesk() {
  const heard: string[] = []
  const answers: ((isHeard: boolean) => void)[] = []
  const voice = inTurn({
    say: (ticketId, mode) => {
      heard.push(`${ticketId} ${mode}`)
      return new Promise((answer) => answers.push(answer))
    },
    sayLeft: (ticketId) => heard.push(`${ticketId} LEFT`),
  })
  const answer = async (isHeard = true) => {
    answers.shift()?.(isHeard)
    // Lets what waits for the answer go on.
    for (let turns = 0; turns < 5; turns += 1) await Promise.resolve()
  }
  return { voice, heard, answer }
}

test('a second word on a ticket waits for the answer to the first; another ticket does not', async () => {
  const { voice, heard, answer } = slowDesk()
  void voice.say('t', 'VIEWING')
  void voice.say('t', 'NOTING')
  void voice.say('u', 'VIEWING')
  expect(heard).toEqual(['t VIEWING', 'u VIEWING'])
  await answer()
  expect(heard).toEqual(['t VIEWING', 'u VIEWING', 't NOTING'])
})

test('of several that wait only the latest is said, and each is answered', async () => {
  const { voice, heard, answer } = slowDesk()
  const said = [voice.say('t', 'VIEWING'), voice.say('t', 'REPLYING'), voice.say('t', 'NOTING')]
  await answer()
  expect(heard).toEqual(['t VIEWING', 't NOTING'])
  await answer(false)
  expect(await Promise.all(said)).toEqual([true, true, false])
})

test('a leaving is said at once, and again behind what was under way', async () => {
  const { voice, heard, answer } = slowDesk()
  void voice.say('t', 'VIEWING')
  void voice.say('t', 'REPLYING')
  voice.sayLeft('t')
  expect(heard).toEqual(['t VIEWING', 't LEFT'])
  await answer()
  expect(heard).toEqual(['t VIEWING', 't LEFT', 't LEFT'])
})

test('who comes back while their leaving waits is there in the end', async () => {
  const { voice, heard, answer } = slowDesk()
  void voice.say('t', 'REPLYING')
  voice.sayLeft('t')
  void voice.say('t', 'VIEWING')
  await answer()
  expect(heard.at(-1)).toBe('t VIEWING')
})
