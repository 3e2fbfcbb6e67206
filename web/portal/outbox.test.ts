import { expect, test, vi } from 'vitest'
import { ApiError, NoAnswer } from '../../contracts/client.ts'
import type { Message } from '../../contracts/tickets.ts'
import { createOutbox } from './outbox.ts'

type Call = { body: { body: string }; params: { id: string }; idempotencyKey: string }

function world() {
  const calls: Call[] = []
  const sent: string[] = []
  const answers: (() => Promise<Partial<Message>>)[] = []
  const client = {
    call: async (_: unknown, input: Call) => {
      calls.push(input)
      return (answers.shift() ?? (async () => ({ id: 'm', ticketId: input.params.id })))()
    },
  }
  const onSent = (message: Message) => sent.push(message.ticketId)
  const outbox = createOutbox({ client: client as never, onSent })
  const settled = (count: number) => vi.waitFor(() => expect(outbox.outgoing()).toHaveLength(count))
  return { outbox, calls, sent, answers, settled }
}
const refusal = new ApiError(422, 'contract-violation', 'no')

test('an answer is shown from the press on, until it arrived', async () => {
  const { outbox, sent, settled } = world()
  outbox.send('t', 'Thanks')
  expect(outbox.outgoing()).toMatchObject([{ text: 'Thanks', state: 'sending' }])
  await settled(0)
  expect(sent).toEqual(['t'])
})

test('two answers to one request arrive in the order in which they were written', async () => {
  const { outbox, calls, answers, settled } = world()
  let answer = (): void => undefined
  answers.push(() => new Promise((resolve) => (answer = () => resolve({ ticketId: 't' }))))
  outbox.send('t', 'first')
  outbox.send('t', 'second')
  await vi.waitFor(() => expect(calls).toHaveLength(1))
  answer()
  await settled(0)
  expect(calls.map(({ body }) => body.body)).toEqual(['first', 'second'])
})

test('sent again after no answer it is the very same request, so it never arrives twice', async () => {
  const { outbox, calls, answers, settled } = world()
  answers.push(() => Promise.reject(new NoAnswer('gone', { cause: undefined })))
  outbox.send('t', 'Thanks')
  await vi.waitFor(() => expect(outbox.outgoing()[0]?.state).toBe('failed'))
  expect(outbox.outgoing()[0]?.why).toBe('no-answer')
  outbox.again(outbox.outgoing()[0]?.id ?? '')
  await settled(0)
  expect(calls).toHaveLength(2)
  expect(calls[1]).toEqual(calls[0])
})

test('a refused answer says why and gives its text back', async () => {
  const { outbox, answers } = world()
  answers.push(() => Promise.reject(refusal))
  outbox.send('t', 'Thanks')
  await vi.waitFor(() => expect(outbox.outgoing()[0]?.why).toBe(refusal))
  expect(outbox.take(outbox.outgoing()[0]?.id ?? '')).toBe('Thanks')
  expect(outbox.outgoing()).toEqual([])
})

test('one that is under way is not taken back', async () => {
  const { outbox, answers } = world()
  answers.push(() => new Promise(() => undefined))
  outbox.send('t', 'Thanks')
  expect(outbox.take(outbox.outgoing()[0]?.id ?? '')).toBe('')
  expect(outbox.outgoing()).toHaveLength(1)
})
