import { i18n } from '@lingui/core'
import { beforeAll, expect, test } from 'vitest'
import { ApiError } from '../../../contracts/client.ts'
import type { QueuedReply } from '../../../contracts/tickets.ts'
import { undoStack } from '../../app/undo-stack.ts'
import { composerSeat } from './composer-seat.ts'
import { offerTakingBack, type TakeBackParts, takeBack } from './taking-back.ts'

// The texts are their ids here.
beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: {} }))

function world(answer: () => QueuedReply) {
  const restored: string[] = []
  let taken = 0
  const parts = {
    desk: {
      clock: { now: () => Date.now() },
      knownThread: () => undefined,
      client: {
        call: async () => {
          taken += 1
          return answer()
        },
      },
    },
    drafts: {
      keeper: () => ({ restore: ({ content }: { content: string }) => void restored.push(content) }),
    },
  } as unknown as TakeBackParts
  return { parts, restored, taken: () => taken }
}

function replyOf(id: string, over: Partial<QueuedReply> = {}): QueuedReply {
  return {
    id,
    ticketId: `ticket of ${id}`,
    state: 'QUEUED',
    sendAt: new Date(Date.now() + 10_000).toISOString(),
    scheduled: false,
    body: 'Hello',
    bodyHtml: '<p>Hello</p>',
    status: 'RESOLVED',
    author: { id: 'ana', name: 'Ana' },
    reason: null,
    messageId: null,
    createdAt: new Date().toISOString(),
    ...over,
  }
}

test('the undo key takes a held reply back once, with its text and its action, however often it was offered', async () => {
  const reply = replyOf('one')
  const { parts, restored, taken } = world(() => reply)
  offerTakingBack(parts, reply)
  offerTakingBack(parts, reply)
  expect(undoStack.undo()).toBe(true)
  expect(undoStack.undo()).toBe(false)
  await expect.poll(() => restored).toEqual(['<p>Hello</p>'])
  expect(taken()).toBe(1)
  expect(composerSeat(reply.ticketId).current()).toMatchObject({
    mode: 'reply',
    isOpen: true,
    action: 'resolve',
  })
})

test('a reply that is due is not offered', () => {
  const reply = replyOf('two', { sendAt: new Date(Date.now() - 1).toISOString() })
  offerTakingBack(world(() => reply).parts, reply)
  expect(undoStack.newest()).toBe(undefined)
})

test('one that was sent meanwhile opens no composer', async () => {
  const reply = replyOf('three')
  const { parts, restored } = world(() => {
    throw new ApiError(409, 'already-sent', 'sent')
  })
  expect(await takeBack(parts, reply)).toEqual({ how: 'already-sent' })
  expect(restored).toEqual([])
  expect(composerSeat(reply.ticketId).current().isOpen).toBe(false)
})

test('one that is being taken back is not offered again, and is asked for once', async () => {
  const reply = replyOf('four')
  const { parts, restored, taken } = world(() => reply)
  offerTakingBack(parts, reply)
  const both = [takeBack(parts, reply), takeBack(parts, reply)]
  // The queue is read anew before the answer is there.
  offerTakingBack(parts, reply)
  expect(undoStack.newest()).toBe(undefined)
  await Promise.all(both)
  offerTakingBack(parts, reply)
  expect(undoStack.newest()).toBe(undefined)
  expect(taken()).toBe(1)
  expect(restored).toEqual(['<p>Hello</p>'])
})
