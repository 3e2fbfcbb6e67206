import { expect, test } from 'vitest'
import { createInterest } from './interest.ts'
import { createManualClock } from './manual-clock.ts'

test('a topic is held while anybody holds it, and half a minute longer', () => {
  const clock = createManualClock()
  const told: string[] = []
  const interest = createInterest(clock, (topics) => told.push(topics.join()))
  const [one, other] = [interest.hold('ticket:1'), interest.hold('ticket:1')]
  one()
  one()
  clock.advance(60_000)
  expect(interest.topics()).toEqual(['ticket:1'])
  other()
  clock.advance(29_999)
  expect(interest.topics()).toEqual(['ticket:1'])
  clock.advance(1)
  expect(told).toEqual(['ticket:1', ''])
})

test('who comes back soon changes nothing', () => {
  const clock = createManualClock()
  const told: string[] = []
  const interest = createInterest(clock, (topics) => told.push(topics.join()))
  interest.hold('ticket:1')()
  clock.advance(20_000)
  interest.hold('ticket:1')
  clock.advance(60_000)
  expect(told).toEqual(['ticket:1'])
})
