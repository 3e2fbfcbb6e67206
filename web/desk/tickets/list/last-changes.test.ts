import { expect, test } from 'vitest'
import { eventOf } from '../../../api/ticket-samples.ts'
import { createLastChanges } from './last-changes.ts'

test('a ticket says what last changed of it and by whom, and nothing of what no list is about', () => {
  const changes = createLastChanges()
  const ben = { type: 'person' as const, id: 'ben' }
  changes.heard(eventOf({ ticketId: 't1', actor: ben, changes: [{ field: 'status', to: 'RESOLVED' }] }))
  changes.heard(eventOf({ ticketId: 't1', actor: ben, changes: [{ field: 'subject', to: 'Other' }] }))
  expect(changes.of('t1')).toEqual({ field: 'status', to: 'RESOLVED', by: 'ben' })
  expect(changes.of('t2')).toBeUndefined()
})

test('a key acts for whom it stands for, and by itself it is the desk', () => {
  const changes = createLastChanges()
  const change = [{ field: 'priority', to: 'P1' }]
  const key = { type: 'key' as const, id: 'k1' }
  changes.heard(eventOf({ ticketId: 't1', actor: { ...key, onBehalfOf: 'ana' }, changes: change }))
  changes.heard(eventOf({ ticketId: 't2', actor: key, changes: change }))
  expect([changes.of('t1')?.by, changes.of('t2')?.by]).toEqual(['ana', null])
})

test('the oldest are forgotten, so that a long day does not fill the memory', () => {
  const changes = createLastChanges()
  for (let at = 0; at <= 500; at += 1)
    changes.heard(eventOf({ ticketId: `t${at}`, changes: [{ field: 'priority', to: 'P1' }] }))
  expect([changes.of('t0'), changes.of('t500')?.to]).toEqual([undefined, 'P1'])
})
