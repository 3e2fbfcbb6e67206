import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import type { Me } from '../../contracts/people.ts'
import type { StreamOptions, StreamState } from '../../contracts/stream.ts'
import { becomes } from '../../test/harness/becomes.ts'
import { createDesk } from './desk.ts'
import { createManualClock } from './manual-clock.ts'

const meOf = (id: string) =>
  ({
    person: { id, role: 'AGENT' },
    tenant: { id: 'tenant' },
    teams: [],
    scopes: null,
    csrfToken: 'token',
  }) as unknown as Me

function world(who: string) {
  const clock = createManualClock()
  const asked: string[] = []
  const desk = { isBroken: false }
  let onState: StreamOptions['onState']
  const page = createDesk(
    { session: meOf(who), landing: null, streamCursor: null },
    {
      baseUrl: 'http://desk',
      clock,
      locks: undefined,
      channel: undefined,
      fetch: async (input) => {
        asked.push(new URL(String(input)).pathname)
        const body = desk.isBroken ? { code: 'internal', detail: 'Broken' } : { items: [], nextCursor: null }
        // 501: a failure that the client does not repeat by itself.
        return new Response(JSON.stringify(body), { status: desk.isBroken ? 501 : 200 })
      },
      open(options) {
        onState = options.onState
        const nothing = () => undefined
        return {
          start: nothing,
          stop: nothing,
          state: () => 'live',
          cursor: nothing,
          setTopics: nothing,
          poke: nothing,
        }
      },
    },
  )
  page.start()
  clock.advance(1_000)
  const stream = (state: StreamState) => onState?.(state)
  const lists = () => asked.filter((path) => path === '/api/v1/tickets').length
  return { clock, desk, page, stream, lists }
}

test('a list that could not be read during a break is read when the stream is there again', async () => {
  const { clock, desk, page, stream, lists } = world('ana')
  stream('live')
  stream('reconnecting')
  clock.advance(5_000)
  desk.isBroken = true
  const list = page.lists.list({ status: ['NEW'] })
  await becomes(() => expect(list.state().status).toBe('failed'))
  desk.isBroken = false
  stream('live')
  await becomes(() => expect(list.state().status).toBe('ready'))
  page.stop()
  expect(lists()).toBe(2)
})

test('what failed while the page opened waits for somebody to try again', async () => {
  const { desk, page, stream, lists } = world('ben')
  desk.isBroken = true
  const list = page.lists.list({ status: ['NEW'] })
  await becomes(() => expect(list.state().status).toBe('failed'))
  stream('live')
  for (let turns = 0; turns < 100; turns += 1) await Promise.resolve()
  expect(list.state().status).toBe('failed')
  expect(lists()).toBe(1)
  page.stop()
})
