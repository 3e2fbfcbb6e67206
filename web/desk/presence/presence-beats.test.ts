import { expect, test } from 'vitest'
import { PRESENCE_BEAT_MS } from '../../../contracts/presence.ts'
import { createManualClock } from '../../api/manual-clock.ts'
import { createPresenceBeats } from './presence-beats.ts'

function world(isHeard = true) {
  const clock = createManualClock()
  const said: string[] = []
  const beats = createPresenceBeats({
    clock,
    say: async (ticketId, mode) => {
      said.push(`${ticketId} ${mode}`)
      return isHeard
    },
    sayLeft: (ticketId) => said.push(`${ticketId} LEFT`),
  })
  /** What was said since it was last asked. */
  const heard = () => said.splice(0)
  const begin = (mode: 'VIEWING' | 'NOTING' | 'REPLYING', ticketId = 't') => {
    const end = beats.begin(ticketId, mode)
    clock.advance(0)
    return end
  }
  return { clock, beats, begin, heard }
}

test('an open ticket is said at once and every 15 s, and that one left when it is closed', () => {
  const { clock, begin, heard } = world()
  const end = begin('VIEWING')
  expect(heard()).toEqual(['t VIEWING'])
  clock.advance(2 * PRESENCE_BEAT_MS)
  expect(heard()).toEqual(['t VIEWING', 't VIEWING'])
  end()
  clock.advance(4 * PRESENCE_BEAT_MS)
  expect(heard()).toEqual(['t LEFT'])
})

test('of several parts of the page the busiest counts, and when it is done the other', () => {
  const { begin, clock, heard } = world()
  begin('VIEWING')
  const end = begin('REPLYING')
  expect(heard()).toEqual(['t VIEWING', 't REPLYING'])
  end()
  clock.advance(0)
  expect(heard()).toEqual(['t VIEWING'])
})

test('a change of mode is told once, and never as a leaving', () => {
  const { beats, begin, clock, heard } = world()
  const end = begin('REPLYING')
  heard()
  end()
  beats.begin('t', 'NOTING')
  clock.advance(0)
  expect(heard()).toEqual(['t NOTING'])
})

test('a page that is not looked at is away from all it has open', () => {
  const { beats, begin, clock, heard } = world()
  begin('REPLYING')
  begin('VIEWING', 'u')
  heard()
  beats.hidden(true)
  expect(heard()).toEqual(['t AWAY', 'u AWAY'])
  clock.advance(PRESENCE_BEAT_MS)
  expect(heard()).toEqual(['t AWAY', 'u AWAY'])
  beats.hidden(false)
  expect(heard()).toEqual(['t REPLYING', 'u VIEWING'])
})

test('a page that goes says so at once, and one that comes back says what it has open', () => {
  const { beats, begin, clock, heard } = world()
  begin('VIEWING')
  heard()
  beats.leave()
  beats.hidden(true)
  clock.advance(3 * PRESENCE_BEAT_MS)
  expect(heard()).toEqual(['t LEFT'])
  beats.hidden(false)
  beats.comeBack()
  expect(heard()).toEqual(['t VIEWING'])
})

test('where the desk will not hear of it, it is not said again', async () => {
  const { begin, clock, heard } = world(false)
  begin('VIEWING')
  await Promise.resolve()
  clock.advance(3 * PRESENCE_BEAT_MS)
  expect(heard()).toEqual(['t VIEWING'])
})
