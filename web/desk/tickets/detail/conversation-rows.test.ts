import { expect, test } from 'vitest'
import type { Event } from '../../../../contracts/events.ts'
import type { Message } from '../../../../contracts/tickets.ts'
import { conversationRows, firstUnread, SHOWN_AT_OPEN, shownEarlier, shownFrom } from './conversation-rows.ts'

const message = (seq: number, authorId = 'jane') =>
  ({ id: `m${seq}`, seq, author: { id: authorId } }) as Message
const messages = (count: number) => Array.from({ length: count }, (_, at) => message((at + 1) * 10))
const event = (seq: number, type = 'ticket.status_changed') => ({ id: `e${seq}`, seq, type }) as Event
const brief = (...[input]: Parameters<typeof conversationRows>) =>
  conversationRows(input).map((row) =>
    row.kind === 'message'
      ? row.message.id
      : row.kind === 'earlier'
        ? `+${row.count}`
        : row.events.map(({ id }) => id).join(),
  )

test('a long ticket opens with its first message, the last 30 and how many lie between', () => {
  const all = messages(500)
  const rows = brief({
    messages: [all[0] as Message, ...all.slice(-40)],
    events: [],
    from: shownFrom(all),
    earlier: 459,
  })
  expect(rows).toHaveLength(SHOWN_AT_OPEN + 2)
  expect(rows.slice(0, 3)).toEqual(['m10', '+469', 'm4710'])
})

test('a short ticket shows all of it', () => {
  const all = messages(3)
  expect(brief({ messages: all, events: [], from: shownFrom(all), earlier: 0 })).toEqual([
    'm10',
    'm20',
    'm30',
  ])
})

test('what happened stands in one row between the messages; messages and mail tell of themselves', () => {
  const events = [
    event(5),
    event(11),
    event(12, 'message.added'),
    event(13),
    event(25, 'delivery.sent'),
    event(40),
  ]
  expect(brief({ messages: messages(3), events, from: 0, earlier: 0 })).toEqual([
    'm10',
    'e11,e13',
    'm20',
    'm30',
    'e40',
  ])
})

test('what happened among hidden messages is hidden with them', () => {
  const events = [event(11), event(29), event(31)]
  const rows = brief({ messages: messages(4), events, from: 30, earlier: 0 })
  expect(rows).toEqual(['m10', '+1', 'm30', 'e31', 'm40'])
})

test('more are shown from the nearest on', () => {
  const all = messages(100)
  expect(shownEarlier(all, 710, 50)).toBe(210)
  expect(shownEarlier(all, 210, 100)).toBe(10)
})

test('reading begins at the first message that was not seen, else at the last', () => {
  const all = [message(10), message(20, 'me'), message(30), message(40)]
  expect(firstUnread(all, { seenSeq: undefined, me: 'me' })?.id).toBe('m30')
  expect(firstUnread(all, { seenSeq: 30, me: 'me' })?.id).toBe('m40')
  expect(firstUnread(all, { seenSeq: 40, me: 'me' })).toBeUndefined()
  expect(firstUnread(messages(3), { seenSeq: undefined, me: 'me' })?.id).toBe('m10')
  expect(firstUnread(messages(60), { seenSeq: undefined, me: 'me' })).toBeUndefined()
})
