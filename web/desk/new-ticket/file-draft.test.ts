import { i18n } from '@lingui/core'
import { beforeAll, expect, test } from 'vitest'
import { ApiError, type Client, NoAnswer } from '../../../contracts/client.ts'
import { createChangers } from '../../api/conflicts.ts'
import { createEntityStore } from '../../api/entity-store.ts'
import { createGate } from '../../api/gate.ts'
import { createManualClock } from '../../api/manual-clock.ts'
import { createMutations } from '../../api/mutations.ts'
import { ticketOf } from '../../api/ticket-samples.ts'
import { createDraftFiler } from './file-draft.ts'
import { EMPTY_DRAFT, type FilingTry } from './new-ticket-draft.ts'

beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: {} }))

const DRAFT = { ...EMPTY_DRAFT, subject: 'Printer', requester: 'Rita <rita@example.org>', body: 'It hums' }

function world(...answers: (() => unknown)[]) {
  const sent: { idempotencyKey: string; body: object }[] = []
  const client = {
    async call(_contract: unknown, input: { idempotencyKey: string; body: object }) {
      sent.push(input)
      return answers[sent.length - 1]?.() ?? ticketOf({ id: `t${sent.length}` })
    },
  } as unknown as Client
  const store = createEntityStore()
  const network = createGate()
  const clock = createManualClock()
  const mutations = createMutations({
    client,
    store,
    clock,
    network,
    changers: createChangers(),
    signedIn: createGate(),
    read: async () => undefined,
  })
  let lastTry: FilingTry | undefined
  const setTry = (one: FilingTry | undefined) => {
    lastTry = one
  }
  const tries = { read: () => lastTry, keep: setTry }
  const open = () => createDraftFiler({ mutations, store, knownThread: () => undefined }, tries)
  return { sent, store, network, open, file: open() }
}
const fail = (error: unknown) => () => {
  throw error
}

test('a filed ticket is known to the page at once', async () => {
  const { file, sent, store } = world()
  expect(await file(DRAFT)).toMatchObject({ how: 'filed', ticket: { id: 't1' } })
  expect(store.get('ticket', 't1')).toBeDefined()
  expect(sent[0]?.body).toEqual({
    subject: 'Printer',
    body: 'It hums',
    priority: 'P3',
    requester: { name: 'Rita', email: 'rita@example.org' },
  })
})

test('after no answer the same draft goes again as the same request, a changed one as another', async () => {
  const { file, sent } = world(
    fail(new NoAnswer('cut', { cause: undefined })),
    fail(new NoAnswer('cut', { cause: undefined })),
  )
  expect(await file(DRAFT)).toMatchObject({ how: 'not-filed', failure: 'newTicket.noAnswer' })
  await file(DRAFT)
  await file({ ...DRAFT, body: 'It smokes' })
  const keys = sent.map(({ idempotencyKey }) => idempotencyKey)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
})

test('two tickets with the same words are two', async () => {
  const { file, sent } = world()
  await file(DRAFT)
  await file(DRAFT)
  expect(sent[1]?.idempotencyKey).not.toBe(sent[0]?.idempotencyKey)
})

test('what is missing is said at each field and nothing is sent', async () => {
  const { file, sent } = world()
  expect(await file({ ...EMPTY_DRAFT, requester: 'Rita' })).toEqual({
    how: 'not-filed',
    fields: { subject: 'ui.missing', requester: 'newTicket.requester.invalid', body: 'ui.missing' },
  })
  expect(sent).toEqual([])
})

test('what the desk says against a field stands at that field', async () => {
  const problem = {
    type: '/docs/errors/contract-violation',
    title: 'x',
    status: 422,
    detail: 'x',
    requestId: 'r',
    code: 'contract-violation' as const,
    errors: [
      { path: '/body/requester/email', message: 'must match format "email"' },
      { path: '/body/subject', message: 'must not have more than 250 characters' },
      { path: '/body/nothing', message: 'must be string' },
    ],
  }
  const { file } = world(fail(new ApiError(422, 'contract-violation', 'x', { problem })))
  expect(await file(DRAFT)).toEqual({
    how: 'not-filed',
    failure: 'ui.seeFields',
    fields: { requester: 'ui.notValid', subject: 'ui.tooLong' },
  })
})

test('without a network nothing is sent and the draft is for later', async () => {
  const { file, sent, network } = world()
  network.close()
  expect(await file(DRAFT)).toMatchObject({ how: 'not-filed', failure: 'newTicket.offline' })
  expect(sent).toEqual([])
})

test('a draft is filed once, though the box was closed and opened again after no answer, or before any', async () => {
  const first = Promise.withResolvers<unknown>()
  const { open, sent } = world(fail(new NoAnswer('cut', { cause: undefined })), () => first.promise)
  await open()(DRAFT)
  const filing = open()(DRAFT)
  const again = open()(DRAFT)
  first.resolve(ticketOf({ id: 'filed' }))
  await Promise.all([filing, again])
  expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
})

test('what a proxy or an overloaded desk refused goes again as the same request', async () => {
  const { file, sent } = world(
    fail(new ApiError(504, 'unreadable-answer', 'x')),
    fail(new ApiError(409, 'request-in-flight', 'x')),
  )
  expect(await file(DRAFT)).toMatchObject({ how: 'not-filed', failure: 'newTicket.noAnswer' })
  await file(DRAFT)
  await file(DRAFT)
  expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
})
