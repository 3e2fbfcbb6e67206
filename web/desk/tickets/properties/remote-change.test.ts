import { expect, test } from 'vitest'
import type { StreamEvent } from '../../../../contracts/realtime.ts'
import { changeIn } from './remote-change.ts'

const event = (type: string, actor: object = { type: 'person', id: 'ben' }): StreamEvent =>
  ({
    type,
    ticketId: 't',
    actor,
    changes: [{ field: 'status', from: null, to: 'NEW' }],
  }) as unknown as StreamEvent

test('a change is told of its ticket and field alone, and is of whom somebody acted for', () => {
  expect(changeIn(event('ticket.status_changed'), ['t'], 'status')).toEqual({ byId: 'ben', to: 'NEW' })
  expect(changeIn(event('ticket.status_changed'), ['other'], 'status')).toBeUndefined()
  expect(changeIn(event('ticket.status_changed'), ['t'], 'priority')).toBeUndefined()
  const forMei = { type: 'person', id: 'ben', onBehalfOf: 'mei' }
  expect(changeIn(event('ticket.status_changed', forMei), ['t'], 'status')).toMatchObject({ byId: 'mei' })
})

test('what a ticket began with is nobody’s change', () => {
  expect(changeIn(event('ticket.created'), ['t'], 'status')).toBeUndefined()
})
