import { expect, test } from 'vitest'
import { ApiError, type Client } from '../../contracts/client.ts'
import { listQueuedReplies } from '../../contracts/queued-replies.ts'
import { listMessages, type Message, type QueuedReply, readMessage } from '../../contracts/tickets.ts'
import { createThread } from './thread.ts'
import { eventOf } from './ticket-samples.ts'

const message = (seq: number) => ({ id: `m${seq}`, ticketId: 't', seq }) as Message
const held = { id: 'q', ticketId: 't', state: 'QUEUED' } as QueuedReply

type Query = { order?: 'desc'; limit: number; cursor?: string }

/** A desk whose cursors are seqs. */
function world({ isStaff = true, count = 3 } = {}) {
  const calls: string[] = []
  const desk = {
    messages: Array.from({ length: count }, (_, at) => message(at + 1)),
    queued: [] as QueuedReply[],
    isOwnRequest: false,
    /** Instead of what is held back. */
    failure: undefined as Error | undefined,
  }
  const page = ({ order, limit, cursor }: Query) => {
    const turned = order === 'desc' ? desk.messages.toReversed() : desk.messages
    const from = cursor === undefined ? 0 : turned.findIndex(({ seq }) => String(seq) === cursor) + 1
    const items = turned.slice(from, from + limit)
    const hasMore = from + limit < turned.length
    const total = cursor === undefined ? { total: turned.length } : {}
    return { items, nextCursor: hasMore ? String(items.at(-1)?.seq) : null, ...total }
  }
  const client = {
    call: async (contract: unknown, { query, params }: { query: Query; params: { messageId?: string } }) => {
      calls.push((contract as { path: string }).path)
      if (contract === readMessage) return desk.messages.find(({ id }) => id === params.messageId)
      if (contract === listMessages) return page(query)
      if (desk.failure !== undefined) throw desk.failure
      if (desk.isOwnRequest) throw new ApiError(403, 'forbidden', 'Only agents of the team see it.')
      return { items: desk.queued }
    },
  } as unknown as Client
  return { calls, desk, thread: createThread({ client, ticketId: 't', isStaff }) }
}
const ids = (thread: ReturnType<typeof world>['thread']) => thread.state().messages.map(({ id }) => id)
const named = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `m${from + at}`)

test('a short thread is whole, each message once', async () => {
  const { thread } = world()
  thread.showKept({ messages: [message(2)], earlier: 0, olderCursor: null })
  expect(ids(thread)).toEqual(['m2'])
  await thread.load()
  expect(ids(thread)).toEqual(['m1', 'm2', 'm3'])
  expect(thread.state().earlier).toBe(0)
})

test('of a long thread the first message and the last 30 are read, the rest on demand until nothing is left', async () => {
  const { thread, calls } = world({ count: 250 })
  await thread.load()
  expect(ids(thread)).toEqual(['m1', ...named(221, 250)])
  expect(thread.state().earlier).toBe(219)
  await thread.loadEarlier()
  expect(ids(thread)).toEqual(['m1', ...named(121, 250)])
  expect(thread.state().earlier).toBe(119)
  await thread.loadEarlier()
  await thread.loadEarlier()
  expect(ids(thread)).toEqual(named(1, 250))
  expect(thread.state().earlier).toBe(0)
  calls.length = 0
  await thread.loadEarlier()
  expect(calls).toEqual([])
})

test('exactly one message more than the ends hides none', async () => {
  const { thread } = world({ count: 31 })
  await thread.load()
  expect(ids(thread)).toEqual(named(1, 31))
  expect(thread.state().earlier).toBe(0)
})

test('what came while nobody listened joins what was there; too much of it takes its place', async () => {
  const { thread, desk } = world({ count: 250 })
  await thread.load()
  await thread.loadEarlier()
  desk.messages.push(...[251, 252].map(message))
  await thread.load()
  expect(ids(thread)).toEqual(['m1', ...named(121, 252)])
  desk.messages.push(...Array.from({ length: 40 }, (_, at) => message(253 + at)))
  await thread.load()
  expect(ids(thread)).toEqual(['m1', ...named(263, 292)])
  expect(thread.state().earlier).toBe(292 - 31)
})

test('what the stream brings before the first answer is not taken for the end of what is known', async () => {
  const { thread, desk } = world({ count: 100 })
  thread.add(message(100))
  await thread.load()
  expect(ids(thread)).toEqual(['m1', ...named(71, 100)])
  expect(thread.state().earlier).toBe(desk.messages.length - 31)
})

test('how far somebody read only grows', () => {
  const { thread } = world()
  thread.markSeen(5)
  thread.markSeen(3)
  expect(thread.state().seenSeq).toBe(5)
})

test('a message that the stream tells is read alone; one that is known is not read', async () => {
  const { thread, calls, desk } = world()
  await thread.load()
  calls.length = 0
  desk.messages.push(message(4))
  await thread.hear(eventOf({ type: 'message.added', refs: { messageId: 'm4' } }))
  await thread.hear(eventOf({ type: 'message.added', refs: { messageId: 'm4' } }))
  await thread.hear(eventOf({ type: 'message.added', ticketId: 'another', refs: { messageId: 'x' } }))
  expect(ids(thread)).toEqual(['m1', 'm2', 'm3', 'm4'])
  expect(calls).toEqual([readMessage.path])
})

test('held replies follow what the stream tells, and become messages', async () => {
  const { thread, desk } = world()
  await thread.load()
  desk.queued = [held]
  await thread.hear(eventOf({ type: 'reply.queued' }))
  expect(thread.state().queued).toEqual([held])
  desk.queued = []
  desk.messages.push(message(4))
  await thread.hear(eventOf({ type: 'message.added', refs: { messageId: 'm4' } }))
  expect(thread.state().queued).toEqual([])
})

test('a held reply gives way to the message that it became in one step', async () => {
  const { thread, desk } = world()
  desk.queued = [held]
  await thread.load()
  const seen: string[][] = []
  thread.subscribe(() => {
    const { messages, queued } = thread.state()
    seen.push([...messages.slice(3).map(({ id }) => id), ...queued.map(({ id }) => id)])
  })
  desk.queued = []
  desk.messages.push(message(4))
  await thread.hear(eventOf({ type: 'message.added', refs: { messageId: 'm4' } }))
  expect(seen).toEqual([['m4']])
})

test('a message is shown also when what is held back cannot be read', async () => {
  const { thread, desk } = world()
  desk.queued = [held]
  await thread.load()
  desk.messages.push(message(4))
  desk.failure = new Error('no answer')
  await thread.hear(eventOf({ type: 'message.added', refs: { messageId: 'm4' } }))
  expect(ids(thread)).toEqual(['m1', 'm2', 'm3', 'm4'])
  expect(thread.state()).toMatchObject({ queued: [held], error: desk.failure })
})

test('a requester never asks for what is held back', async () => {
  const { thread, calls } = world({ isStaff: false })
  await thread.load()
  await thread.hear(eventOf({ type: 'reply.queued' }))
  expect(calls).not.toContain(listQueuedReplies.path)
})

test('an agent reads the conversation of an own request, of which nothing held back is told', async () => {
  const { thread, desk } = world()
  desk.isOwnRequest = true
  await thread.load()
  expect(thread.state()).toMatchObject({ status: 'ready', queued: [] })
})
