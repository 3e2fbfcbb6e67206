import { expect, test } from 'vitest'
import { ApiError, type Client, NoAnswer } from '../../contracts/client.ts'
import { replyToTicket, type Ticket } from '../../contracts/tickets.ts'
import { becomes } from '../../test/harness/becomes.ts'
import { createChangers } from './conflicts.ts'
import { createEntityStore } from './entity-store.ts'
import { createGate } from './gate.ts'
import { createManualClock } from './manual-clock.ts'
import { createMutations } from './mutations.ts'
import { assign, reply, transition, updateProperties } from './ticket-commands.ts'
import { applyEvent } from './ticket-events.ts'
import { eventOf, ticketOf } from './ticket-samples.ts'

type Sent = {
  input: Record<string, unknown>
  answer: (with_: unknown) => void
  refuse: (error: unknown) => void
}

function world(ticket: Partial<Ticket> = {}) {
  const store = createEntityStore()
  const first = ticketOf({ version: 5, ...ticket })
  store.put('ticket', first.version, first)
  const sent: Sent[] = []
  const client = {
    call: (_contract: unknown, input: Record<string, unknown>) =>
      new Promise((resolve, reject) => sent.push({ input, answer: resolve, refuse: reject })),
  } as unknown as Client
  const network = createGate()
  const signedIn = createGate()
  const changers = createChangers()
  let server = first
  const reading: { fails: unknown } = { fails: undefined }
  let ids = 0
  const mutations = createMutations({
    client,
    store,
    clock: createManualClock(),
    changers,
    network,
    signedIn,
    async read() {
      if (reading.fails !== undefined) throw reading.fails
      store.put('ticket', server.version, server)
    },
    newId() {
      ids += 1
      return `m${ids}`
    },
  })
  const desk = { mutations, store, knownThread: () => undefined }
  const shown = () => store.get('ticket', 't') as Ticket
  /** What somebody else made of the ticket; heard of only by reading. */
  const elsewhere = (part: Partial<Ticket>) => {
    server = { ...server, ...part, version: server.version + 1 }
    return server
  }
  const sends = (count: number) => becomes(() => expect(sent).toHaveLength(count))
  return { store, sent, network, signedIn, changers, mutations, desk, shown, elsewhere, sends, reading }
}
const refusal = (status: number, code = 'version-mismatch') => new ApiError(status, code as 'conflict', 'no')

test('a change is shown at once, sent with its id and the version, and stays when the answer is in', async () => {
  const { desk, sent, shown, mutations, sends } = world()
  const { outcome } = updateProperties(desk, 't', { priority: 'P1' })
  expect(shown().priority).toBe('P1')
  expect(mutations.pending()).toMatchObject([{ id: 'm1', patch: { priority: 'P1' } }])
  await sends(1)
  expect(sent[0]?.input).toMatchObject({ idempotencyKey: 'm1', ifMatch: 5, body: { priority: 'P1' } })
  sent[0]?.answer(ticketOf({ version: 6, priority: 'P1' }))
  expect(await outcome).toMatchObject({ how: 'done' })
  expect(shown()).toMatchObject({ priority: 'P1', version: 6 })
  expect(mutations.pending()).toEqual([])
})

test('a refused change takes only itself back', async () => {
  const { desk, sent, shown, sends } = world()
  const one = transition(desk, 't', 'RESOLVED')
  const other = updateProperties(desk, 't', { subject: 'New' })
  expect(shown()).toMatchObject({ status: 'RESOLVED', subject: 'New' })
  await sends(1)
  sent[0]?.refuse(refusal(409, 'invalid-transition'))
  expect(await one.outcome).toMatchObject({ how: 'refused', error: { code: 'invalid-transition' } })
  expect(shown()).toMatchObject({ status: 'NEW', subject: 'New' })
  await sends(2)
  sent[1]?.answer(ticketOf({ version: 6, subject: 'New' }))
  await other.outcome
  expect(shown().subject).toBe('New')
})

test('changes of one ticket go one after the other, each on the version that the one before made', async () => {
  const { desk, sent, sends } = world()
  assign(desk, 't', 'ana')
  const second = transition(desk, 't', 'IN_PROGRESS')
  await sends(1)
  // Assigning moves the status too: one's own doing is no conflict.
  sent[0]?.answer(ticketOf({ version: 6, assigneeId: 'ana', status: 'ASSIGNED' }))
  await sends(2)
  expect(sent[1]?.input).toMatchObject({ ifMatch: 6, body: { status: 'IN_PROGRESS' } })
  sent[1]?.answer(ticketOf({ version: 7, assigneeId: 'ana', status: 'IN_PROGRESS' }))
  expect(await second.outcome).toMatchObject({ how: 'done' })
})

test('another field changed elsewhere is no conflict: the change is sent again on the new version', async () => {
  const { desk, sent, elsewhere, shown, sends } = world()
  const { outcome } = updateProperties(desk, 't', { priority: 'P1' })
  await sends(1)
  const now = elsewhere({ subject: 'Theirs' })
  sent[0]?.refuse(refusal(412))
  await sends(2)
  expect(sent[1]?.input).toMatchObject({ idempotencyKey: 'm1', ifMatch: now.version })
  sent[1]?.answer({ ...now, priority: 'P1', version: now.version + 1 })
  expect(await outcome).toMatchObject({ how: 'done' })
  expect(shown()).toMatchObject({ subject: 'Theirs', priority: 'P1' })
})

test('the same field changed elsewhere rolls back and tells whose change it was', async () => {
  const { desk, sent, elsewhere, shown, changers, sends } = world()
  const { outcome } = updateProperties(desk, 't', { priority: 'P1' })
  await sends(1)
  elsewhere({ priority: 'P4' })
  changers.heard(
    eventOf({ changes: [{ field: 'priority', to: 'P4' }], actor: { type: 'person', id: 'ben' } }),
    'ticket:t',
  )
  sent[0]?.refuse(refusal(412))
  expect(await outcome).toMatchObject({
    how: 'conflict',
    by: 'ben',
    fields: [{ field: 'priority', mine: 'P1', theirs: 'P4' }],
  })
  expect(shown().priority).toBe('P4')
  expect(sent).toHaveLength(1)
})

test('what somebody else changed while this waited is not written over', async () => {
  const { desk, sent, store, network, shown } = world()
  network.close()
  const { outcome } = updateProperties(desk, 't', { priority: 'P1' })
  applyEvent(store, eventOf({ version: 6, changes: [{ field: 'priority', to: 'P2' }] }))
  expect(shown().priority).toBe('P1')
  network.open()
  expect(await outcome).toMatchObject({ how: 'conflict' })
  expect(shown().priority).toBe('P2')
  expect(sent).toEqual([])
})

test('without network property edits wait, at most 50, and are sent in their order', async () => {
  const { desk, sent, network, mutations, store, sends } = world()
  for (let i = 0; i < 51; i += 1) store.put('ticket', 1, ticketOf({ id: `t${i}`, version: 1 }))
  network.close()
  const outcomes = Array.from(
    { length: 51 },
    (_, i) => updateProperties(desk, `t${i}`, { priority: 'P1' }).outcome,
  )
  expect(await outcomes[50]).toEqual({ how: 'offline' })
  expect(store.get('ticket', 't50')?.priority).toBe('P3')
  await becomes(() =>
    expect(mutations.pending().every(({ state }) => state === 'waiting-for-network')).toBe(true),
  )
  expect(mutations.pending()).toHaveLength(50)
  network.open()
  await sends(50)
  expect(sent.map(({ input }) => (input.params as { id: string }).id)).toEqual(
    Array.from({ length: 50 }, (_, i) => `t${i}`),
  )
})

test('a reply does not wait for the network: it fails at once and nothing is sent', async () => {
  const { mutations, network, sent } = world()
  network.close()
  const { outcome } = mutations.mutate({
    contract: replyToTicket,
    input: { params: { id: 't' }, body: { body: 'Hi' } },
  })
  expect(await outcome).toEqual({ how: 'offline' })
  expect(sent).toEqual([])
})

test('a repeat after no answer is the very same request', async () => {
  const { desk, sent, network, store, sends } = world()
  updateProperties(desk, 't', { priority: 'P1' })
  await sends(1)
  sent[0]?.refuse(new NoAnswer('gone', { cause: undefined }))
  await becomes(() => expect(network.isOpen()).toBe(false))
  applyEvent(store, eventOf({ version: 6, changes: [{ field: 'subject', to: 'Other' }] }))
  network.open()
  await sends(2)
  expect(sent[1]?.input).toEqual(sent[0]?.input)
})

test('what the stream told is done, whatever became of the answer', async () => {
  const { desk, sent, store, mutations, shown, sends } = world()
  const { outcome } = updateProperties(desk, 't', { priority: 'P1' })
  await sends(1)
  applyEvent(store, eventOf({ version: 6, mutationId: 'm1', changes: [{ field: 'priority', to: 'P1' }] }))
  mutations.heard('m1')
  sent[0]?.refuse(new NoAnswer('gone', { cause: undefined }))
  expect(await outcome).toEqual({ how: 'done', answer: undefined })
  expect(shown().priority).toBe('P1')
})

test('after a lost session a change waits for the sign-in and goes on', async () => {
  const { desk, sent, signedIn, mutations, sends } = world()
  const { outcome } = updateProperties(desk, 't', { priority: 'P1' })
  await sends(1)
  signedIn.close()
  sent[0]?.refuse(refusal(401, 'unauthenticated'))
  await becomes(() => expect(mutations.pending()).toMatchObject([{ state: 'waiting-for-sign-in' }]))
  signedIn.open()
  await sends(2)
  sent[1]?.answer(ticketOf({ version: 6, priority: 'P1' }))
  expect(await outcome).toMatchObject({ how: 'done' })
})

test('signing out drops what is under way', async () => {
  const { desk, shown, mutations, network } = world()
  network.close()
  updateProperties(desk, 't', { priority: 'P1' })
  mutations.drop()
  expect(shown().priority).toBe('P3')
  expect(mutations.pending()).toEqual([])
})

test('a try that had no answer is repeated under its own id', async () => {
  const { desk, sent, sends } = world()
  const first = reply(desk, 't', { body: 'Hello' })
  await sends(1)
  sent[0]?.refuse(new NoAnswer('cut', { cause: undefined }))
  expect(await first.outcome).toEqual({ how: 'no-answer' })
  const again = reply(desk, 't', { body: 'Hello' }, first.id)
  await sends(2)
  expect(sent[1]?.input).toEqual(sent[0]?.input)
  sent[1]?.answer({ id: 'message' })
  expect(await again.outcome).toMatchObject({ how: 'done' })
})

test('a reply that waits for its turn fails at once when the network goes, and nothing of it is sent', async () => {
  const { desk, sent, network, sends, mutations } = world()
  const edit = updateProperties(desk, 't', { priority: 'P1' })
  const waiting = reply(desk, 't', { body: 'Hello' })
  await sends(1)
  sent[0]?.refuse(new NoAnswer('gone', { cause: undefined }))
  expect(await waiting.outcome).toEqual({ how: 'offline' })
  expect(mutations.pending()).toMatchObject([{ id: edit.id, state: 'waiting-for-network' }])
  // What comes behind it still waits for the edit.
  network.open()
  await sends(2)
  const later = transition(desk, 't', 'RESOLVED')
  for (let turns = 0; turns < 50; turns += 1) await Promise.resolve()
  expect(sent).toHaveLength(2)
  sent[1]?.answer(ticketOf({ version: 6, priority: 'P1' }))
  await sends(3)
  sent[2]?.answer(ticketOf({ version: 7, priority: 'P1', status: 'RESOLVED' }))
  expect(await edit.outcome).toMatchObject({ how: 'done' })
  expect(await later.outcome).toMatchObject({ how: 'done' })
})

test('the page of a proxy in place of an answer says nothing of what the desk did', async () => {
  for (const status of [200, 502, 503, 504]) {
    const { desk, sent, sends, network } = world()
    const written = reply(desk, 't', { body: 'Hello' })
    await sends(1)
    sent[0]?.refuse(new ApiError(status, 'unreadable-answer', 'no'))
    expect(await written.outcome).toEqual({ how: 'no-answer' })
    const edit = updateProperties(desk, 't', { priority: 'P1' })
    await sends(2)
    sent[1]?.refuse(new ApiError(status, 'unreadable-answer', 'no'))
    await becomes(() => expect(network.isOpen()).toBe(false))
    network.open()
    await sends(3)
    expect(sent[2]?.input).toEqual(sent[1]?.input)
    sent[2]?.answer(ticketOf({ version: 6, priority: 'P1' }))
    expect(await edit.outcome).toMatchObject({ how: 'done' })
  }
})

test('an edit outlives a network that goes between a refusal and the reading anew', async () => {
  const { desk, sent, elsewhere, sends, network, reading } = world()
  const { outcome } = updateProperties(desk, 't', { priority: 'P1' })
  await sends(1)
  const now = elsewhere({ subject: 'Theirs' })
  reading.fails = new NoAnswer('gone', { cause: undefined })
  sent[0]?.refuse(refusal(412))
  await becomes(() => expect(network.isOpen()).toBe(false))
  reading.fails = undefined
  network.open()
  await sends(2)
  sent[1]?.refuse(refusal(412))
  await sends(3)
  sent[2]?.answer({ ...now, priority: 'P1', version: now.version + 1 })
  expect(await outcome).toMatchObject({ how: 'done' })
})

test('an answer that comes after signing out puts nothing back', async () => {
  const { desk, sent, sends, mutations, store } = world()
  const { outcome } = updateProperties(desk, 't', { priority: 'P1' })
  await sends(1)
  mutations.drop()
  store.clear()
  sent[0]?.answer(ticketOf({ version: 6, priority: 'P1' }))
  expect(await outcome).toEqual({ how: 'dropped' })
  expect(store.record('ticket', 't')).toBeUndefined()
})
