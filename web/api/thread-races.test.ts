import { expect, test } from 'vitest'
import type { Client } from '../../contracts/client.ts'
import { listQueuedReplies } from '../../contracts/queued-replies.ts'
import {
  listMessages,
  listTicketEvents,
  type Message,
  type QueuedReply,
  readMessage,
} from '../../contracts/tickets.ts'
import { becomes } from '../../test/harness/becomes.ts'
import { createThread } from './thread.ts'
import { createTicketLog } from './ticket-log.ts'
import { eventOf } from './ticket-samples.ts'

const message = (seq: number) => ({ id: `m${seq}`, ticketId: 't', seq }) as Message
const heldReply = (id: string) => ({ id, ticketId: 't', state: 'QUEUED' }) as QueuedReply

type Query = { order?: 'desc'; limit: number; cursor?: string }

/** A desk that looks at once and whose answers can be held. */
function world(count = 3) {
  const desk = {
    messages: Array.from({ length: count }, (_, at) => message(at + 1)),
    queued: [] as QueuedReply[],
    isDown: false,
  }
  const held: { of: unknown; answer: () => void }[] = []
  let holding: unknown[] = []
  const page = ({ order, limit, cursor }: Query) => {
    const turned = order === 'desc' ? desk.messages.toReversed() : [...desk.messages]
    const from = cursor === undefined ? 0 : turned.findIndex(({ seq }) => String(seq) === cursor) + 1
    const items = turned.slice(from, from + limit)
    const hasMore = from + limit < turned.length
    const total = cursor === undefined ? { total: turned.length } : {}
    return { items, nextCursor: hasMore ? String(items.at(-1)?.seq) : null, ...total }
  }
  const answerOf = (contract: unknown, query: Query, messageId: string | undefined) => {
    if (contract === readMessage) return desk.messages.find(({ id }) => id === messageId)
    if (contract === listQueuedReplies) return { items: [...desk.queued] }
    return page(query)
  }
  const client = {
    call: async (contract: unknown, { query, params }: { query: Query; params: { messageId?: string } }) => {
      if (desk.isDown) throw new Error('down')
      const answer = answerOf(contract, query, params.messageId)
      if (holding.includes(contract))
        await new Promise<void>((resolve) => held.push({ of: contract, answer: resolve }))
      return answer
    },
  } as unknown as Client
  const hold = (...contracts: unknown[]) => {
    holding = contracts
  }
  const holds = (number: number) => becomes(() => expect(held).toHaveLength(number))
  const letGo = async () => {
    hold()
    for (let turns = 0; turns < 30; turns += 1) {
      for (const { answer } of held.splice(0)) answer()
      await Promise.resolve()
    }
  }
  return {
    desk,
    client,
    held,
    hold,
    holds,
    letGo,
    thread: createThread({ client, ticketId: 't', isStaff: true }),
  }
}
const ids = ({ state }: { state(): { messages: readonly Message[] } }) => state().messages.map(({ id }) => id)

test('who asks while the thread is read gets what came since that reading began', async () => {
  const { thread, desk, hold, holds, letGo } = world()
  hold(listMessages)
  void thread.load()
  await holds(1)
  desk.messages.push(message(4))
  const again = thread.load()
  await letGo()
  await again
  expect(ids(thread)).toEqual(['m1', 'm2', 'm3', 'm4'])
})

test('who asks while the facts are read gets what came since that reading began', async () => {
  const { client, desk, hold, holds, letGo } = world()
  const log = createTicketLog({ client, ticketId: 't' })
  hold(listTicketEvents)
  void log.load()
  await holds(1)
  desk.messages.push(message(4))
  const again = log.load()
  await letGo()
  await again
  expect(log.state().events.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3', 'm4'])
})

test('earlier messages that were asked for before the ends were read anew leave no hole', async () => {
  const { thread, desk, hold, holds, letGo } = world(250)
  await thread.load()
  hold(listMessages)
  void thread.loadEarlier()
  await holds(1)
  hold()
  desk.messages.push(...Array.from({ length: 60 }, (_, at) => message(251 + at)))
  await thread.load()
  await letGo()
  while (thread.state().earlier > 0) await thread.loadEarlier()
  expect(ids(thread)).toEqual(desk.messages.map(({ id }) => id))
})

test('earlier facts that were asked for before the newest were read anew leave no hole', async () => {
  const { client, desk, hold, holds, letGo } = world(350)
  const log = createTicketLog({ client, ticketId: 't' })
  await log.load()
  hold(listTicketEvents)
  void log.loadEarlier()
  await holds(1)
  hold()
  desk.messages.push(...Array.from({ length: 150 }, (_, at) => message(351 + at)))
  await log.load()
  await letGo()
  while (log.state().olderCursor !== null) await log.loadEarlier()
  expect(log.state().events).toHaveLength(500)
})

test('a held reply that was told while another was taken back is shown', async () => {
  const { thread, desk, hold, holds, letGo } = world()
  desk.queued = [heldReply('one')]
  await thread.load()
  hold(listQueuedReplies)
  desk.queued = [heldReply('one'), heldReply('two')]
  void thread.hear(eventOf({ type: 'reply.queued' }))
  await holds(1)
  desk.queued = [heldReply('two')]
  thread.dropQueued('one')
  await letGo()
  expect(thread.state().queued.map(({ id }) => id)).toEqual(['two'])
})

test('a message that could not be read when it was told is there when the thread can be read', async () => {
  const { thread, desk, client } = world()
  await thread.load()
  desk.messages.push(message(4))
  const { call } = client
  let failures = 1
  client.call = ((...given: Parameters<typeof call>) => {
    failures -= 1
    return failures >= 0 ? Promise.reject(new Error('busy')) : call(...given)
  }) as typeof call
  await thread.hear(eventOf({ type: 'message.added', refs: { messageId: 'm4' } }))
  expect(ids(thread)).toEqual(['m1', 'm2', 'm3', 'm4'])
  expect(thread.state().error).toBeUndefined()
})
