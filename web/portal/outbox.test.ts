import { expect, test } from 'vitest'
import { ApiError, NoAnswer } from '../../contracts/client.ts'
import type { Message } from '../../contracts/tickets.ts'
import { becomes } from '../../test/harness/becomes.ts'
import type { KeptAnswer, KeptAnswers } from './kept-text.ts'
import { createOutbox } from './outbox.ts'

const NOW_MS = 1_700_000_000_000
type Call = { body: { body: string }; params: { id: string }; idempotencyKey: string }

function world(earlier: KeptAnswer[] = []) {
  const rows = new Map(earlier.map((one) => [one.id, one]))
  const kept: KeptAnswers = {
    read: () => [...rows.values()],
    keep: (one) => void rows.set(one.id, one),
    drop: (id) => void rows.delete(id),
  }
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
  const outbox = createOutbox({ client: client as never, onSent, kept, now: () => NOW_MS })
  const settled = (count: number) => becomes(() => expect(outbox.outgoing()).toHaveLength(count))
  return { outbox, calls, sent, answers, settled, rows }
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
  await becomes(() => expect(calls).toHaveLength(1))
  answer()
  await settled(0)
  expect(calls.map(({ body }) => body.body)).toEqual(['first', 'second'])
})

test('sent again after no answer it is the very same request, so it never arrives twice', async () => {
  const { outbox, calls, answers, settled } = world()
  answers.push(() => Promise.reject(new NoAnswer('gone', { cause: undefined })))
  outbox.send('t', 'Thanks')
  await becomes(() => expect(outbox.outgoing()[0]?.state).toBe('failed'))
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
  await becomes(() => expect(outbox.outgoing()[0]?.why).toBe(refusal))
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

test('what has not arrived is kept on the device, and what has is not', async () => {
  const { outbox, answers, settled, rows } = world()
  answers.push(() => Promise.reject(refusal))
  outbox.send('t', 'Refused')
  outbox.send('t', 'Arrives')
  expect([...rows.values()].map(({ text }) => text)).toEqual(['Refused', 'Arrives'])
  await settled(1)
  expect([...rows.values()].map(({ text }) => text)).toEqual(['Refused'])
  outbox.take(outbox.outgoing()[0]?.id ?? '')
  expect(rows.size).toBe(0)
})

test('what a closed page had on its way goes again under its id; what is old waits to be asked', async () => {
  const recent = { id: 'recent', ticketId: 't', text: 'On its way', atMs: NOW_MS - 1_000 }
  const old = { id: 'old', ticketId: 't', text: 'Of yesterday', atMs: NOW_MS - 86_400_000 }
  const { outbox, calls, settled, rows } = world([old, recent])
  await settled(1)
  expect(calls.map(({ idempotencyKey, body }) => [idempotencyKey, body.body])).toEqual([
    ['recent', 'On its way'],
  ])
  expect(outbox.outgoing()).toMatchObject([{ id: 'old', state: 'failed', why: 'no-answer' }])
  expect([...rows.keys()]).toEqual(['old'])
})
