import { i18n } from '@lingui/core'
import { beforeAll, expect, test } from 'vitest'
import { ApiError } from '../../../contracts/client.ts'
import type { Message } from '../../../contracts/tickets.ts'
import type { Outcome } from '../../api/index.ts'
import type { DraftKeeper } from '../drafts/index.ts'
import { createSeat } from './composer-seat.ts'
import { type SendParts, sendNote, sendReply } from './send-message.ts'

// The texts are their ids here.
beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: {} }))

const messageOf = (seq: number, authorId: string) =>
  ({
    id: `m${seq}`,
    seq,
    author: { id: authorId, name: authorId, kind: 'AGENT' },
    visibility: 'PUBLIC',
    auto: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    body: 'Hello',
  }) as Message

function world(answers: Outcome[] = []) {
  const seat = createSeat()
  seat.change({ seenSeq: 3, isOpen: true })
  const messages = [messageOf(3, 'jane')]
  const sent: { input: Record<string, unknown>; id: string; kind: string }[] = []
  let text = '<p>Hello</p>'
  let ids = 0
  let refreshed = 0
  const send = (kind: string) => async (input: object, id: string) => {
    sent.push({ input: { ...input }, id, kind })
    return answers.shift() ?? { how: 'done' as const, answer: undefined }
  }
  const keeper = {
    state: () => ({ text: { format: 'html', content: text } }),
    async send(run: (given: { content: string }) => Promise<boolean>) {
      if (await run({ content: text })) text = ''
    },
  } as unknown as DraftKeeper
  const parts: SendParts = {
    seat,
    keeper,
    personId: 'ana',
    messages: () => messages,
    isOnline: () => true,
    isLive: () => true,
    refresh: async () => {
      refreshed += 1
    },
    reply: send('reply'),
    note: send('note'),
    nowMs: () => 0,
    newId: () => {
      ids += 1
      return `id${ids}`
    },
  }
  return {
    seat,
    messages,
    sent,
    parts,
    text: () => text,
    write: (html: string) => (text = html),
    refreshed: () => refreshed,
  }
}
const refusedFor = (code: string, problem = {}): Outcome => ({
  how: 'refused',
  error: new ApiError(409, code as 'conflict', 'No.', { problem: problem as never }),
})

test('a reply goes with its status and with what its writer has seen', async () => {
  const { parts, sent, text, seat } = world()
  expect(await sendReply(parts, { action: 'wait' })).toEqual({ how: 'sent' })
  expect(sent[0]?.input).toEqual({ bodyHtml: '<p>Hello</p>', lastSeenSeq: 3, status: 'WAITING_ON_REQUESTER' })
  expect(text()).toBe('')
  expect(seat.current()).toMatchObject({ isOpen: false, sending: undefined, problem: undefined })
})

test('a reply never crosses a message that its writer has not seen, and nothing is lost', async () => {
  const { parts, sent, text, messages, seat } = world()
  messages.push(messageOf(5, 'ben'))
  expect(await sendReply(parts, { action: 'keep' })).toEqual({ how: 'held-up' })
  expect(sent).toEqual([])
  expect(text()).toBe('<p>Hello</p>')
  expect(seat.current().guardAsked).toBe(1)
  expect(await sendReply(parts, { action: 'keep', force: true })).toEqual({ how: 'sent' })
  expect(sent[0]?.input).toMatchObject({ force: true, lastSeenSeq: 3 })
})

test('what the desk knows and the page does not holds a reply up as well', async () => {
  const newer = {
    id: 'm9',
    seq: 9,
    authorName: 'Ben',
    createdAt: '2026-01-01T00:00:00.000Z',
    excerpt: 'First',
  }
  const { parts, text, seat, refreshed } = world([refusedFor('newer-messages', { messages: [newer] })])
  expect(await sendReply(parts, { action: 'keep' })).toEqual({ how: 'held-up' })
  expect(seat.current()).toMatchObject({ refusedFor: [newer], guardAsked: 1, problem: undefined })
  expect([text(), refreshed()]).toEqual(['<p>Hello</p>', 1])
})

test('after a break of the stream the conversation is read before anything is sent', async () => {
  const { parts, sent, messages } = world()
  const refresh = async () => void messages.push(messageOf(7, 'ben'))
  const end = await sendReply({ ...parts, isLive: () => false, refresh }, { action: 'keep' })
  expect([end.how, sent.length]).toEqual(['held-up', 0])
})

test('offline nothing is sent, and it is said', async () => {
  const { parts, sent, seat, text } = world()
  expect(await sendReply({ ...parts, isOnline: () => false }, { action: 'keep' })).toEqual({ how: 'kept' })
  expect(sent).toEqual([])
  expect(seat.current().problem?.text).toContain('offline')
  expect(text()).toBe('<p>Hello</p>')
})

test('the same text after no answer goes under the same id, another text under another', async () => {
  const lost: Outcome = { how: 'no-answer' }
  const { parts, sent, write } = world([lost, lost])
  await sendReply(parts, { action: 'keep' })
  await sendReply(parts, { action: 'keep' })
  write('<p>Hello again</p>')
  await sendReply(parts, { action: 'keep' })
  expect(sent.map(({ id }) => id)).toEqual(['id1', 'id1', 'id2'])
})

test('what the desk refuses stays, with the reason and the request', async () => {
  const { parts, text, seat } = world([refusedFor('precondition-failed')])
  expect(await sendReply(parts, { action: 'resolve' })).toEqual({ how: 'kept' })
  expect(text()).toBe('<p>Hello</p>')
  expect(seat.current()).toMatchObject({ isOpen: true, sending: undefined })
  expect(seat.current().problem?.text).toBe('composer.refused')
})

test('a second press while the first is under way sends nothing', async () => {
  const { parts, sent } = world()
  const [first, second] = await Promise.all([
    sendReply(parts, { action: 'keep' }),
    sendReply(parts, { action: 'keep' }),
  ])
  expect([first.how, second.how, sent.length]).toEqual(['sent', 'nothing', 1])
})

test('a note goes as a note, whatever was written by others meanwhile', async () => {
  const { parts, sent, messages } = world()
  messages.push(messageOf(5, 'ben'))
  expect(await sendNote(parts)).toEqual({ how: 'sent' })
  expect(sent).toMatchObject([{ kind: 'note', input: { bodyHtml: '<p>Hello</p>' } }])
})

test('a second press while the conversation is read sends nothing, nor what was written since', async () => {
  const { parts, sent, seat, write } = world()
  const read = Promise.withResolvers<void>()
  const held = { ...parts, isLive: () => false, refresh: () => read.promise }
  const first = sendReply(held, { action: 'keep' })
  expect(seat.current().sending).toMatchObject({ html: '<p>Hello</p>' })
  expect(await sendReply(held, { action: 'keep' })).toEqual({ how: 'nothing' })
  read.resolve()
  expect(await first).toEqual({ how: 'sent' })
  write('<p>Next wor</p>')
  expect(sent).toHaveLength(1)
  expect(seat.current().sending).toBeUndefined()
})

test('a reply that is held up before it is sent stands in the field again', async () => {
  const { parts, sent, seat, messages } = world()
  const refresh = async () => void messages.push(messageOf(9, 'ben'))
  expect(await sendReply({ ...parts, isLive: () => false, refresh }, { action: 'keep' })).toEqual({
    how: 'held-up',
  })
  expect(sent).toEqual([])
  expect(seat.current().sending).toBeUndefined()
})

test('what may have been done, and what a proxy refused, goes again under the same id', async () => {
  const { parts, sent } = world([
    refusedFor('request-in-flight'),
    refusedFor('internal'),
    { how: 'failed', error: 1 },
  ])
  for (let tries = 0; tries < 4; tries += 1) await sendReply(parts, { action: 'keep' })
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
})
