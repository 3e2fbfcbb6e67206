import { expect, test } from 'vitest'
import type { Client } from '../../contracts/client.ts'
import type { Event } from '../../contracts/events.ts'
import { becomes } from '../../test/harness/becomes.ts'
import { createTicketLog } from './ticket-log.ts'
import { eventOf } from './ticket-samples.ts'

const fact = (seq: number) => ({ id: `e${seq}`, seq }) as Event

function world(count: number) {
  const facts = Array.from({ length: count }, (_, at) => fact(at + 1))
  const state = { reads: 0, isDown: false }
  const client = {
    call: async (_contract: unknown, { query }: { query: { limit: number; cursor?: string } }) => {
      state.reads += 1
      if (state.isDown) throw new Error('down')
      const turned = facts
        .toReversed()
        .filter(({ seq }) => query.cursor === undefined || seq < Number(query.cursor))
      const items = turned.slice(0, query.limit)
      return { items, nextCursor: turned.length > items.length ? String(items.at(-1)?.seq) : null }
    },
  } as unknown as Client
  return { facts, state, log: createTicketLog({ client, ticketId: 't' }) }
}
const seqs = ({ log }: ReturnType<typeof world>) => log.state().events.map(({ seq }) => seq)

test('the newest facts are read first, earlier ones back to a position', async () => {
  const desk = world(250)
  await desk.log.load()
  expect([seqs(desk)[0], seqs(desk).length]).toEqual([151, 100])
  await desk.log.loadBackTo(60)
  expect([seqs(desk)[0], seqs(desk).length]).toEqual([51, 200])
  await desk.log.loadBackTo(60)
  expect(desk.state.reads).toBe(2)
  await desk.log.loadBackTo(0)
  expect([seqs(desk)[0], desk.log.state().olderCursor]).toEqual([1, null])
})

test('many facts told at once are read once more after the read that is under way', async () => {
  const desk = world(2)
  const first = desk.log.load()
  desk.facts.push(fact(3))
  for (let i = 0; i < 5; i += 1) desk.log.hear(eventOf())
  desk.log.hear(eventOf({ ticketId: 'another' }))
  await first
  await becomes(() => expect(seqs(desk)).toEqual([1, 2, 3]))
  expect(desk.state.reads).toBe(2)
})

test('a failed read keeps what is there and ends the reading back', async () => {
  const desk = world(250)
  await desk.log.load()
  desk.state.isDown = true
  await desk.log.loadBackTo(1)
  expect(desk.log.state().status).toBe('ready')
  expect(seqs(desk)).toHaveLength(100)
  desk.state.isDown = false
  await desk.log.load()
  await desk.log.loadBackTo(1)
  expect(seqs(desk)).toHaveLength(250)
})
