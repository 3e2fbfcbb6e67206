import { expect, test } from 'vitest'
import type { Ticket } from '../../contracts/tickets.ts'
import type { EntityRecord } from './entities.ts'
import { createEntityStore } from './entity-store.ts'
import { applyEvent, withEvent } from './ticket-events.ts'
import { eventOf, ticketOf } from './ticket-samples.ts'

const known = (part: Partial<Ticket> = {}): EntityRecord<Ticket> => {
  const data = ticketOf({ version: 5, seq: 50, ...part })
  return { version: data.version, data, freshness: 'fresh' }
}
const priority = [{ field: 'priority', to: 'P1' }]

test('the next version is put in and stays fresh', () => {
  const { version, data, freshness } = withEvent(known(), eventOf({ version: 6, seq: 60, changes: priority }))
  expect({ version, freshness }).toEqual({ version: 6, freshness: 'fresh' })
  expect(data).toMatchObject({ priority: 'P1', version: 6, seq: 60, updatedAt: '2026-01-02T00:00:00.000Z' })
})

test('a fact of an older version changes nothing', () => {
  const record = known()
  expect(withEvent(record, eventOf({ version: 4, seq: 70, changes: priority }))).toBe(record)
})

test('the further facts of one command are all put in', () => {
  const first = withEvent(
    known(),
    eventOf({ version: 6, seq: 60, changes: [{ field: 'assigneeId', to: 'ana' }] }),
  )
  const second = withEvent(first, eventOf({ version: 6, seq: 61, changes: priority }))
  expect(second.data).toMatchObject({ assigneeId: 'ana', priority: 'P1', version: 6, seq: 61 })
})

test('a gap makes the ticket stale with the newest told fields in it', () => {
  const { version, data, freshness } = withEvent(known(), eventOf({ version: 8, seq: 80, changes: priority }))
  expect({ version, freshness, priority: data.priority }).toEqual({
    version: 8,
    freshness: 'stale',
    priority: 'P1',
  })
})

test('a status brings its times; its reason is not told, so the ticket is not whole', () => {
  const event = eventOf({
    type: 'ticket.status_changed',
    version: 6,
    changes: [{ field: 'status', to: 'RESOLVED' }],
  })
  const resolved = withEvent(known(), event)
  expect(resolved.freshness).toBe('partial')
  expect(resolved.data).toMatchObject({ status: 'RESOLVED', resolvedAt: event.at, closedAt: null })
  const reopened = withEvent(resolved, {
    ...event,
    version: 7,
    changes: [{ field: 'status', to: 'REOPENED' }],
  })
  expect(reopened.data).toMatchObject({ status: 'REOPENED', resolvedAt: null })
})

test('a message that raises the version makes the ticket stale, a note does not', () => {
  const reply = withEvent(known(), eventOf({ type: 'message.added', version: 6, seq: 60 }))
  expect(reply.freshness).toBe('stale')
  const note = withEvent(
    known(),
    eventOf({ type: 'message.added', version: 5, seq: 60, visibility: 'INTERNAL' }),
  )
  expect(note).toMatchObject({ freshness: 'fresh', data: { seq: 60, version: 5 } })
})

test('what happens around a ticket does not make it look newer', () => {
  const sent = withEvent(known(), eventOf({ type: 'delivery.sent', version: 5, seq: 60 }))
  expect(sent.data.updatedAt).toBe(known().data.updatedAt)
})

test('what is stale stays stale until it is read anew', () => {
  const stale = { ...known(), freshness: 'stale' as const }
  expect(withEvent(stale, eventOf({ version: 6, changes: priority })).freshness).toBe('stale')
})

test('an answer from before a fact that was told meanwhile is stale, once', () => {
  const store = createEntityStore()
  applyEvent(store, eventOf({ version: 6, changes: priority }))
  store.put('ticket', 5, ticketOf({ version: 5 }))
  expect(store.record('ticket', 't')?.freshness).toBe('stale')
  store.put('ticket', 5, ticketOf({ version: 5 }))
  expect(store.record('ticket', 't')?.freshness).toBe('fresh')
  const other = createEntityStore()
  applyEvent(other, eventOf({ version: 6, changes: priority }))
  other.put('ticket', 6, ticketOf({ version: 6 }))
  expect(other.record('ticket', 't')?.freshness).toBe('fresh')
})
