import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '../../../contracts/tickets.ts'
import { newestPublic, seenUpTo, unseenBy } from './unseen-messages.ts'

function messageOf(seq: number, over: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    ticketId: 't',
    seq,
    author: { id: 'ben', name: 'Ben', kind: 'AGENT' },
    visibility: 'PUBLIC',
    channel: 'API',
    body: 'Hello',
    bodyHtml: '<p>Hello</p>',
    attachments: [],
    auto: false,
    unverified: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...over,
  }
}
const mine = { author: { id: 'ana', name: 'Ana', kind: 'AGENT' } } as const

test('a reply of somebody else that came later is unseen', () => {
  const thread = [messageOf(3), messageOf(8)]
  expect(unseenBy('ana', 3, thread).map(({ id }) => id)).toEqual(['m8'])
  expect(seenUpTo('ana', 3, thread)).toBe(3)
})

test('notes, own messages and what machines wrote hold nobody up', () => {
  const thread = [
    messageOf(3),
    messageOf(5, { visibility: 'INTERNAL' }),
    messageOf(6, mine),
    messageOf(7, { auto: true }),
  ]
  expect(unseenBy('ana', 3, thread)).toEqual([])
  expect(seenUpTo('ana', 3, thread)).toBe(7)
})

test('an own message behind an unseen one does not make that one seen', () => {
  expect(seenUpTo('ana', 3, [messageOf(3), messageOf(5), messageOf(6, mine)])).toBe(3)
})

test('whatever a thread holds, the desk is never told of more than was seen', () => {
  const one = fc.record({
    visibility: fc.constantFrom('PUBLIC', 'INTERNAL'),
    auto: fc.boolean(),
    isMine: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), fc.nat({ max: 14 }), (facts, seenSeq) => {
      const thread = facts.map(({ isMine, ...over }, at) =>
        messageOf(at + 1, { ...over, ...(isMine ? mine : {}) } as Partial<Message>),
      )
      const told = seenUpTo('ana', seenSeq, thread)
      expect(unseenBy('ana', seenSeq, thread).every(({ seq }) => seq > told)).toBe(true)
      expect(told).toBeLessThanOrEqual(newestPublic(thread))
    }),
  )
})
