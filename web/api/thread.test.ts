import { expect, test } from 'vitest'
import type { Client } from '../../contracts/client.ts'
import { listQueuedReplies } from '../../contracts/queued-replies.ts'
import { listMessages, type Message, type QueuedReply, readMessage } from '../../contracts/tickets.ts'
import { createThread } from './thread.ts'
import { eventOf } from './ticket-samples.ts'

const message = (seq: number) => ({ id: `m${seq}`, ticketId: 't', seq }) as Message
const held = { id: 'q', ticketId: 't', state: 'QUEUED' } as QueuedReply

function world(isStaff = true) {
  const calls: string[] = []
  const desk = { messages: [1, 2, 3].map(message), queued: [] as QueuedReply[] }
  const client = {
    call: async (
      contract: unknown,
      { query, params }: { query?: { cursor?: string }; params: { messageId?: string } },
    ) => {
      calls.push((contract as { path: string }).path)
      if (contract === readMessage) return desk.messages.find(({ id }) => id === params.messageId)
      if (contract !== listMessages) return { items: desk.queued }
      const from = Number(query?.cursor ?? 0)
      const next = from + 2 < desk.messages.length ? String(from + 2) : null
      return { items: desk.messages.slice(from, from + 2), nextCursor: next }
    },
  } as unknown as Client
  return { calls, desk, thread: createThread({ client, ticketId: 't', isStaff }) }
}
const ids = (thread: ReturnType<typeof world>['thread']) => thread.state().messages.map(({ id }) => id)

test('all pages are there, in their order, each message once', async () => {
  const { thread } = world()
  thread.showKept([message(2)])
  expect(ids(thread)).toEqual(['m2'])
  await thread.load()
  expect(ids(thread)).toEqual(['m1', 'm2', 'm3'])
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

test('a requester never asks for what is held back', async () => {
  const { thread, calls } = world(false)
  await thread.load()
  await thread.hear(eventOf({ type: 'reply.queued' }))
  expect(calls).not.toContain(listQueuedReplies.path)
})
