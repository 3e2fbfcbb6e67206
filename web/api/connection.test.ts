import { expect, test } from 'vitest'
import { createConnection } from './connection.ts'
import { createManualClock } from './manual-clock.ts'

function world() {
  const clock = createManualClock(0)
  const connection = createConnection(clock)
  connection.streamIs('live', undefined)
  clock.advance(60_000)
  return { clock, connection }
}

test('a break is shown after 3 s and is offline after 10 s, since it began', () => {
  const { clock, connection } = world()
  connection.streamIs('reconnecting', undefined)
  clock.advance(2_999)
  expect(connection.current()).toEqual({ kind: 'live' })
  clock.advance(1)
  expect(connection.current()).toEqual({ kind: 'reconnecting', since: 60_000 })
  clock.advance(7_000)
  expect(connection.current()).toEqual({ kind: 'offline', since: 60_000 })
  connection.streamIs('live', undefined)
  expect(connection.current()).toEqual({ kind: 'live' })
})

test('a short break is never shown', () => {
  const { clock, connection } = world()
  const shown: string[] = []
  connection.subscribe(() => shown.push(connection.current().kind))
  connection.streamIs('reconnecting', undefined)
  clock.advance(2_000)
  connection.streamIs('live', undefined)
  clock.advance(60_000)
  expect(shown).toEqual([])
})

test('a browser without a network is offline at once', () => {
  const { connection } = world()
  connection.networkIs(false)
  expect(connection.current()).toEqual({ kind: 'offline', since: 60_000 })
  connection.networkIs(true)
  expect(connection.current()).toEqual({ kind: 'live' })
})

test('polling is live; a stream that the desk ended says why', () => {
  const { connection } = world()
  connection.streamIs('polling', undefined)
  expect(connection.current()).toEqual({ kind: 'live' })
  connection.streamIs('stopped', { status: 401, code: 'unauthenticated' })
  expect(connection.current()).toEqual({ kind: 'stopped', why: { status: 401, code: 'unauthenticated' } })
})
