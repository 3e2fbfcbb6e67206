import { expect, test } from 'vitest'
import { timelineOf } from './timeline-kinds.ts'

const events = ['ticket.created', 'message.added', 'ticket.status_changed', 'delivery.sent'].map((type) => ({
  type,
}))
const shown = (kind: Parameters<typeof timelineOf>[1]) => timelineOf(events, kind).map(({ type }) => type)

test('the newest comes first; what the ticket became is parted from what was written and sent', () => {
  expect(shown('all')).toEqual(events.map(({ type }) => type).toReversed())
  expect(shown('changes')).toEqual(['ticket.status_changed', 'ticket.created'])
  expect(shown('messages')).toEqual(['delivery.sent', 'message.added'])
})
