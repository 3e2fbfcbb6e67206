import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listQueuedReplies } from '../../contracts/queued-replies.ts'
import {
  listMessages,
  listTickets,
  PRIORITIES,
  readTicket,
  STATUSES,
  TICKET_SORTS,
  type Ticket,
} from '../../contracts/tickets.ts'
import {
  assign,
  createUndoSend,
  matchesFilter,
  note,
  type Desk as PageDesk,
  reply,
  type TicketFilter,
  transition,
  updateProperties,
} from '../../web/api/index.ts'
import { inOrder } from '../../web/api/lists/ticket-order.ts'
import { createManualClock } from '../../web/api/manual-clock.ts'
import { createDraftServer } from '../../web/desk/drafts/draft-server.ts'
import { createDrafts } from '../../web/desk/drafts/drafts.ts'
import { createFakeShelf } from '../../web/desk/drafts/fake-draft-desk.ts'
import { becomes } from '../harness/becomes.ts'
import { type Desk, type SetUp, startDesk } from '../harness/index.ts'
import { openPage } from './page-desk.ts'

const PASSWORD = 'a long enough phrase'

let desk: Desk
let owner: SetUp
let ana: PageDesk
let ben: PageDesk
let anaId: string

const person = async (name: string, role: string, teamIds?: string[]) => {
  const body = {
    name,
    email: `${name}@example.org`,
    role,
    password: PASSWORD,
    ...(teamIds ? { teamIds } : {}),
  }
  const made = await desk.request('POST', '/api/v1/people', { key: owner.apiKey, body })
  expect(made.status).toBe(201)
  return made.body.id as string
}
const file = async (over: Record<string, unknown> = {}): Promise<Ticket> => {
  const body = { subject: 'Printer', body: 'It hums', requester: { email: 'rita@example.org' }, ...over }
  const made = await desk.request('POST', '/api/v1/tickets', { key: owner.apiKey, body })
  expect(made.status).toBe(201)
  return made.body
}
const live = (page: PageDesk) => becomes(() => expect(page.connection.current().kind).toBe('live'))
const shown = (page: PageDesk, id: string) => page.store.get('ticket', id)

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  anaId = await person('ana', 'AGENT', [owner.teamId])
  await person('ben', 'AGENT', [owner.teamId])
  ana = await openPage(desk, { email: 'ana@example.org', password: PASSWORD })
  ben = await openPage(desk, { email: 'ben@example.org', password: PASSWORD })
  for (const page of [ana, ben]) page.start()
  await Promise.all([live(ana), live(ben)])
})
afterAll(async () => {
  ana.stop()
  ben.stop()
  await desk.stop()
})

test("one agent's change is in another's page without asking the desk", async () => {
  const ticket = await file()
  await Promise.all([ana.openTicket(ticket.id), ben.openTicket(ticket.id)])
  const calls = vi.spyOn(ben.client, 'call')
  const { outcome } = updateProperties(ana, ticket.id, { priority: 'P1' })
  expect(shown(ana, ticket.id)?.priority).toBe('P1')
  expect(await outcome).toMatchObject({ how: 'done' })
  await becomes(() => expect(shown(ben, ticket.id)).toMatchObject({ priority: 'P1', version: 2 }))
  expect(calls).not.toHaveBeenCalled()
  expect(shown(ben, ticket.id)).toEqual(await ana.client.call(readTicket, { params: { id: ticket.id } }))
})

test('after any commands each page, where it is looked at, equals what the desk answers', async () => {
  const ticket = await file()
  await Promise.all([ana.openTicket(ticket.id), ben.openTicket(ticket.id)])
  const offs = [ana, ben].flatMap((page) => [
    page.store.subscribe('ticket', ticket.id, () => {}),
    page.revalidation.wantWhole(`ticket:${ticket.id}`),
  ])
  const commands = [
    () => assign(ana, ticket.id, anaId),
    () => note(ben, ticket.id, { body: 'For us' }),
    () => reply(ana, ticket.id, { body: 'For you', delaySeconds: 0 }),
    () => transition(ben, ticket.id, 'WAITING_ON_VENDOR', 'Parts'),
    () => updateProperties(ana, ticket.id, { subject: 'Another' }),
    () => transition(ana, ticket.id, 'RESOLVED'),
    () => transition(ben, ticket.id, 'REOPENED'),
    () => assign(ben, ticket.id, null),
  ]
  for (const command of commands) {
    const outcome = await command().outcome
    // The two may cross; then the desk says so and what is shown is rolled back.
    expect(['done', 'refused', 'conflict']).toContain(outcome.how)
    const now = await ana.client.call(readTicket, { params: { id: ticket.id } })
    for (const page of [ana, ben]) await becomes(() => expect(shown(page, ticket.id)).toEqual(now))
  }
  for (const off of offs) off()
})

test('two who change the same field at once: one is done, the other is told whose change it was', async () => {
  const ticket = await file()
  await Promise.all([ana.openTicket(ticket.id), ben.openTicket(ticket.id)])
  const outcomes = await Promise.all([
    updateProperties(ana, ticket.id, { priority: 'P1' }).outcome,
    updateProperties(ben, ticket.id, { priority: 'P4' }).outcome,
  ])
  expect(outcomes.map(({ how }) => how).sort()).toEqual(['conflict', 'done'])
  await becomes(() => expect(shown(ana, ticket.id)?.priority).toBe(shown(ben, ticket.id)?.priority))
})

test('the order and the filters of a list are those of the desk', async () => {
  for (let i = 0; i < 12; i += 1) await file({ subject: `Number ${i}`, priority: PRIORITIES[i % 4] })
  const all = await ana.client.call(listTickets, { query: { limit: 100 } })
  const filters: TicketFilter[] = [
    {},
    { status: ['NEW'], priority: ['P1', 'P4'] },
    { assignee: 'me' },
    { assignee: 'none', team: owner.teamId },
    { status: STATUSES.filter((status) => status !== 'NEW') },
  ]
  for (const sort of TICKET_SORTS)
    for (const filter of filters) {
      const list = ana.lists.list({ ...filter, sort })
      await list.load()
      const mine = all.items.filter((ticket) => matchesFilter(ticket, filter, anaId))
      expect(list.state().ids).toEqual(inOrder(mine, sort))
      expect(list.state().changes).toEqual([])
    }
})

test('a ticket that is filed elsewhere is counted by the list it belongs to, and applied when asked', async () => {
  const list = ana.lists.list({ status: ['NEW'], sort: '-created' })
  await list.load()
  const before = list.state().ids
  const ticket = await file()
  await becomes(() => expect(list.state().changes).toEqual([{ id: ticket.id, how: 'entered' }]))
  expect(list.state().ids).toEqual(before)
  list.apply()
  expect(list.state().ids).toEqual([ticket.id, ...before])
})

test('a held reply is in the thread of both until it is taken back, and its text is a draft again', async () => {
  const ticket = await file()
  await Promise.all([ana.openTicket(ticket.id), ben.openTicket(ticket.id)])
  const [mine, theirs] = [ana.thread(ticket.id), ben.thread(ticket.id)]
  await Promise.all([mine.load(), theirs.load()])
  const { outcome } = reply(ana, ticket.id, { body: 'Too early', delaySeconds: 30 })
  expect(await outcome).toMatchObject({ how: 'done' })
  const [queued] = mine.state().queued
  if (queued === undefined) throw new Error('nothing is held')
  await becomes(() => expect(theirs.state().queued.map(({ id }) => id)).toEqual([queued.id]))
  const restored: string[] = []
  const undo = createUndoSend({
    client: ana.client,
    clock: ana.clock,
    thread: ana.knownThread,
    restore: ({ body }) => restored.push(body),
  })
  expect(undo.secondsLeft(queued)).toBeGreaterThan(20)
  expect(await undo.takeBack(queued)).toMatchObject({ how: 'taken-back' })
  expect(restored).toEqual(['Too early'])
  expect(mine.state().queued).toEqual([])
  await becomes(() => expect(theirs.state().queued).toEqual([]))
  expect(theirs.state().messages).toHaveLength(1)
})

test('a message from elsewhere is in an open thread', async () => {
  const ticket = await file()
  await ben.openTicket(ticket.id)
  const thread = ben.thread(ticket.id)
  await thread.load()
  await reply(ana, ticket.id, { body: 'Hello', delaySeconds: 0 }).outcome
  await becomes(() => expect(thread.state().messages.map(({ body }) => body)).toEqual(['It hums', 'Hello']))
})

test('a draft is on a second device, and what both wrote is kept by the desk', async () => {
  const ticket = await file()
  const clock = createManualClock(Date.now() - 60_000)
  const device = () =>
    createDrafts({
      server: createDraftServer(ana.client, ana.client),
      shelf: createFakeShelf(),
      clock,
      format: 'plain',
    })
  const [laptop, phone] = [device(), device()].map((drafts) => drafts.keeper(ticket.id, 'reply'))
  if (laptop === undefined || phone === undefined) throw new Error('no keepers')
  await becomes(() => expect([laptop, phone].every((one) => one.state().isLoaded)).toBe(true))
  laptop.write({ format: 'plain', content: 'laptop' })
  await laptop.flush()
  expect(laptop.state().saved).toBe('here-and-server')
  clock.advance(1_000)
  phone.write({ format: 'plain', content: 'phone' })
  await phone.flush()
  expect(phone.state()).toMatchObject({ text: { content: 'phone' }, other: { content: 'laptop' } })
  const third = device().keeper(ticket.id, 'reply')
  await becomes(() =>
    expect(third.state()).toMatchObject({ text: { content: 'phone' }, other: { content: 'laptop' } }),
  )
})

// Moves the desk's clock, so it comes last.
test('a reply that is blocked is so in the thread of both, and all is as the desk answers', async () => {
  const ticket = await file()
  await Promise.all([ana.openTicket(ticket.id), ben.openTicket(ticket.id)])
  const threads = [ana, ben].map((page) => page.thread(ticket.id))
  await Promise.all(threads.map((thread) => thread.load()))
  const sendAt = new Date(Date.now() + 3_600_000).toISOString()
  expect(await reply(ana, ticket.id, { body: 'In an hour', sendAt }).outcome).toMatchObject({ how: 'done' })
  await reply(ben, ticket.id, { body: 'Now', delaySeconds: 0 }).outcome
  desk.moveClock(3_601_000)
  await desk.settle()
  const params = { id: ticket.id }
  const { items: queued } = await ana.client.call(listQueuedReplies, { params })
  const { items: messages } = await ana.client.call(listMessages, { params })
  expect(queued).toMatchObject([{ body: 'In an hour', state: 'BLOCKED' }])
  for (const thread of threads)
    await becomes(() => expect(thread.state()).toMatchObject({ queued, messages }))
})

test('after a session that had ended what is open is read anew', async () => {
  const ticket = await file()
  const thread = ben.thread(ticket.id)
  await becomes(() => expect(thread.state().status).toBe('ready'))
  const session = ben.session.current()
  if (session.state === 'signed-out') throw new Error('nobody was signed in')
  ben.session.lost()
  const calls = vi.spyOn(ben.client, 'call')
  ben.session.signedIn(session.session)
  const read = () =>
    calls.mock.calls.map(([contract, input]) => [contract.path, (input as { params?: unknown })?.params])
  await becomes(() => expect(read()).toContainEqual([listMessages.path, { id: ticket.id }]))
  calls.mockRestore()
})

test('who signs out leaves no stream that the desk would refuse; an answer that is lost leaves them signed in and live', async () => {
  let isCut = true
  let openStreams = 0
  const asked: string[] = []
  const carla = 'carla@example.org'
  await person('carla', 'AGENT', [owner.teamId])
  const page = await openPage(desk, { email: carla, password: PASSWORD }, (ask) => async (input, init) => {
    const path = new URL(String(input)).pathname
    if (init?.method === 'DELETE') {
      asked.push(`${path} beside ${openStreams} streams`)
      if (isCut) throw new TypeError('cut')
    }
    if (path.endsWith('/events')) {
      openStreams += 1
      init?.signal?.addEventListener('abort', () => {
        openStreams -= 1
      })
    }
    return ask(input, init)
  })
  const heard: (string | null)[] = []
  page.onEvent(({ ticketId }) => heard.push(ticketId))
  page.start()
  await live(page)
  await expect(page.signOut()).rejects.toThrow()
  expect(page.session.current().state).toBe('signed-in')
  const ticket = await file()
  await becomes(() => expect(heard).toContain(ticket.id))
  isCut = false
  await page.signOut()
  expect(page.session.current().state).toBe('signed-out')
  expect(new Set(asked)).toEqual(new Set(['/api/v1/session beside 0 streams']))
  page.stop()
})
