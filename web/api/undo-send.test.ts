import { expect, test } from 'vitest'
import { ApiError, type Client } from '../../contracts/client.ts'
import type { QueuedReply } from '../../contracts/tickets.ts'
import { createManualClock } from './manual-clock.ts'
import { createUndoSend } from './undo-send.ts'

const held = { id: 'q', ticketId: 't', body: 'Hello', sendAt: new Date(10_000).toISOString() } as QueuedReply

function world(answer: () => unknown) {
  const clock = createManualClock(0)
  const restored: string[] = []
  const client = { call: async () => answer() } as unknown as Client
  const restore = ({ body }: QueuedReply) => void restored.push(body)
  return {
    clock,
    restored,
    undo: createUndoSend({ client, clock, thread: () => undefined, restore, newId: () => 'k' }),
  }
}

test('the countdown goes from the window to nothing', () => {
  const { clock, undo } = world(() => held)
  const seen = [0, 1, 8_999, 1_000, 60_000].map((ms) => {
    clock.advance(ms)
    return undo.secondsLeft(held)
  })
  expect(seen).toEqual([10, 10, 1, 0, 0])
})

test('what is taken back gives its text back', async () => {
  const { restored, undo } = world(() => held)
  expect(await undo.takeBack(held)).toEqual({ how: 'taken-back', reply: held })
  expect(restored).toEqual(['Hello'])
})

test('what was sent meanwhile is said to be sent, and no text comes back', async () => {
  const { restored, undo } = world(() => {
    throw new ApiError(409, 'already-sent', 'sent')
  })
  expect(await undo.takeBack(held)).toEqual({ how: 'already-sent' })
  expect(restored).toEqual([])
})

test('without an answer nothing is claimed', async () => {
  const { restored, undo } = world(() => {
    throw new Error('down')
  })
  expect(await undo.takeBack(held)).toMatchObject({ how: 'failed' })
  expect(restored).toEqual([])
})
