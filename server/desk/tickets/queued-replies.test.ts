import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Cast, castOf, fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'

let desk: Desk
let owner: SetUp
let cast: Cast
let ticket: { id: string; seq: number; version: number }

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  cast = await castOf(desk, owner)
})
afterAll(() => desk.stop())
beforeEach(async () => {
  ticket = await fileTicket(desk, cast.requester.key)
})

const call = (method: string, path: string, key: string, body?: unknown, headers = {}) =>
  desk.request(method, `/api/v1${path}`, { key, headers, ...(body === undefined ? {} : { body }) })
const get = (path: string, key = owner.apiKey) => call('GET', path, key)
const reply = (body: object, key = cast.agent.key, headers = {}) =>
  call('POST', `/tickets/${ticket.id}/replies`, key, { body: 'Try again now', ...body }, headers)
const held = async (body: object = {}, key = cast.agent.key) => {
  const answer = await reply({ delaySeconds: 60, ...body }, key)
  if (answer.status !== 202) throw new Error(`holding answered ${answer.status}: ${answer.text}`)
  return answer.body.queued
}
const takeBack = (id: string, key = cast.agent.key, headers = {}) =>
  call('POST', `/queued-replies/${id}/take-back`, key, undefined, headers)
const sendNow = (id: string, key = cast.agent.key, headers = {}) =>
  call('POST', `/queued-replies/${id}/send-now`, key, undefined, headers)
const messages = async () => (await get(`/tickets/${ticket.id}/messages`)).body.items
const events = async () => (await get(`/tickets/${ticket.id}/events`)).body.items
const ofTypes = async () => (await events()).map(({ type }: { type: string }) => type)
const draft = async (key = cast.agent.key) => (await get(`/tickets/${ticket.id}/drafts`, key)).body.reply

describe('a reply that is held', () => {
  it('is answered with 202 and changes nothing on its ticket', async () => {
    const before = (await get(`/tickets/${ticket.id}`)).body
    const answer = await reply({ delaySeconds: 60, status: 'RESOLVED' })
    expect(answer.status).toBe(202)
    const { queued } = answer.body
    expect(queued).toMatchObject({
      ticketId: ticket.id,
      state: 'QUEUED',
      scheduled: false,
      body: 'Try again now',
      bodyHtml: '<p>Try again now</p>',
      status: 'RESOLVED',
      author: { id: cast.agent.id, name: 'agent' },
      messageId: null,
    })
    expect(Date.parse(queued.sendAt) - Date.parse(queued.createdAt)).toBe(60_000)
    expect(answer.headers.location).toBe(`/api/v1/queued-replies/${queued.id}`)
    expect((await get(answer.headers.location?.toString().replace('/api/v1', '') ?? '')).body).toEqual(
      answer.body,
    )
    expect((await get(`/tickets/${ticket.id}`)).body).toEqual(before)
    expect(await messages()).toHaveLength(1)
    expect((await events()).at(-1)).toMatchObject({
      type: 'reply.queued',
      visibility: 'INTERNAL',
      refs: { queuedReplyId: queued.id, sendAt: queued.sendAt },
    })
  })

  it('is seen by the team, never by requesters: not in the list, not in the events, not by its id', async () => {
    const queued = await held()
    for (const key of [cast.lead.key, owner.apiKey])
      expect((await get(`/tickets/${ticket.id}/queued-replies`, key)).body.items).toEqual([queued])
    const requester = await get(`/tickets/${ticket.id}/queued-replies`, cast.requester.key)
    expect(requester.body.code).toBe('forbidden')
    const seen = await get(`/tickets/${ticket.id}/events`, cast.requester.key)
    expect(seen.text).not.toContain('queued')
    for (const path of [`/queued-replies/${queued.id}`, `/tickets/${ticket.id}/queued-replies`])
      for (const key of [cast.otherAgent.key, cast.otherTenant.apiKey])
        expect((await get(path, key)).body.code).toBe('not-found')
    expect((await get(`/queued-replies/${queued.id}`, cast.requester.key)).status).toBe(403)
  })

  it('of an agent who is the requester of the ticket is not theirs to see', async () => {
    ticket = await fileTicket(desk, cast.agent.key)
    const queued = await held({}, cast.lead.key)
    expect((await get(`/queued-replies/${queued.id}`, cast.agent.key)).status).toBe(404)
    expect((await takeBack(queued.id)).status).toBe(404)
    expect((await sendNow(queued.id)).status).toBe(404)
    const listed = await get(`/tickets/${ticket.id}/queued-replies`, cast.agent.key)
    expect(listed.body.code).toBe('forbidden')
  })

  it('asked for again with its Idempotency-Key is queued once', async () => {
    const headers = { 'idempotency-key': `hold-${ticket.id}` }
    const long = 'x'.repeat(70 * 1024)
    const first = await reply({ body: long, delaySeconds: 60 }, cast.agent.key, headers)
    const again = await reply({ body: long, delaySeconds: 60 }, cast.agent.key, headers)
    expect([again.status, again.body]).toEqual([202, first.body])
    expect((await ofTypes()).filter((type: string) => type === 'reply.queued')).toHaveLength(1)
    expect((await events()).at(-1).cause.mutationId).toBe(headers['idempotency-key'])
  })

  it('is refused at once where it could not be sent: closed, no such move, unseen messages, no agent', async () => {
    const hold = (body: object, key?: string) => reply({ delaySeconds: 60, ...body }, key)
    expect((await hold({ status: 'WAITING_ON_VENDOR' })).body.code).toBe('precondition-failed')
    expect((await hold({ status: 'REOPENED' })).body.code).toBe('invalid-transition')
    expect((await hold({ lastSeenSeq: 1 })).body.code).toBe('newer-messages')
    expect((await hold({}, cast.requester.key)).body.code).toBe('forbidden')
    expect((await hold({}, cast.stranger.key)).body.code).toBe('not-found')
    expect((await hold({ sendAt: '2099-01-01T00:00:00Z' })).body.errors).toMatchObject([{ path: '/sendAt' }])
    expect((await hold({ delaySeconds: 61 })).status).toBe(422)
    await call('POST', `/tickets/${ticket.id}/transition`, owner.apiKey, { status: 'CLOSED', reason: 'SPAM' })
    expect((await hold({})).body.code).toBe('precondition-failed')
    expect(await ofTypes()).not.toContain('reply.queued')
  })

  it('clears the draft, and taken back is the draft again; beside a newer one it is its other version', async () => {
    const write = (body: string) =>
      call('PUT', `/tickets/${ticket.id}/drafts/reply`, cast.agent.key, { body })
    await write('Try again')
    const first = await held()
    expect(await draft()).toBeNull()
    await takeBack(first.id)
    expect(await draft()).toMatchObject({ body: 'Try again now', bodyHtml: '<p>Try again now</p>' })
    const second = await held({ body: 'Second thought' })
    await write('Third')
    await takeBack(second.id)
    expect(await draft()).toMatchObject({ body: 'Third', other: { body: 'Second thought' } })
  })
})

describe('who holds replies without asking', () => {
  const signIn = async (who: object) => {
    const password = 'a long enough phrase'
    const email = `${crypto.randomUUID()}@example.org`
    const made = await call('POST', '/people', owner.apiKey, { name: 'Bea', email, password, ...who })
    const { headers, body } = await desk.request('POST', '/api/v1/session', { body: { email, password } })
    const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? ''
    const tokens = { 'x-csrf-token': body.csrfToken, 'sec-fetch-site': 'same-origin' }
    const send = (method: string, path: string, sent?: unknown, more = {}) =>
      desk.request(method, `/api/v1${path}`, {
        cookie,
        headers: { ...tokens, ...more },
        ...(sent === undefined ? {} : { body: sent }),
      })
    return { id: made.body.id, send }
  }
  const answer = (send: Awaited<ReturnType<typeof signIn>>['send'], over = {}) =>
    send('POST', `/tickets/${ticket.id}/replies`, { body: 'Hello', ...over })

  it('is an agent in a browser, for 10 seconds or as long as they chose', async () => {
    const { id, send } = await signIn({ role: 'AGENT', teamIds: [owner.teamId] })
    const heldSeconds = async () => {
      const { status, body } = await answer(send)
      if (status === 201) return 0
      return (Date.parse(body.queued.sendAt) - Date.parse(body.queued.createdAt)) / 1000
    }
    const choose = async (undoSeconds: number | null) => {
      const version = (await send('GET', '/me')).body.person.version
      return send('PATCH', `/people/${id}`, { undoSeconds }, { 'if-match': `"v${version}"` })
    }
    expect((await send('GET', '/me')).body.person.undoSeconds).toBeNull()
    expect(await heldSeconds()).toBe(10)
    expect((await choose(60)).body.undoSeconds).toBe(60)
    expect((await send('GET', '/me')).body.person.undoSeconds).toBe(60)
    expect(await heldSeconds()).toBe(60)
    expect((await answer(send, { delaySeconds: 0 })).status).toBe(201)
    await choose(0)
    expect(await heldSeconds()).toBe(0)
    expect((await choose(null)).body.undoSeconds).toBeNull()
    expect(await heldSeconds()).toBe(10)
    for (const outside of [-1, 61, 1.5]) expect((await choose(outside as number)).status).toBe(422)
  })

  it('is no requester in a browser, and no program', async () => {
    const { send } = await signIn({ role: 'EMPLOYEE' })
    ticket = (await send('POST', '/tickets', { subject: 'Mine', body: 'Help' })).body
    expect((await answer(send)).status).toBe(201)
    expect((await reply({})).status).toBe(201)
  })

  it('is chosen by oneself or an owner, by nobody else', async () => {
    const { body } = await get(`/people?email=${encodeURIComponent(cast.agent.email)}`)
    const path = `/people/${cast.agent.id}`
    const ifMatch = { 'if-match': `"v${body.items[0].version}"` }
    const refused = await call('PATCH', path, cast.lead.key, { undoSeconds: 5 }, ifMatch)
    expect(refused.body.code).toBe('forbidden')
    expect((await call('PATCH', path, owner.apiKey, { undoSeconds: 5 }, ifMatch)).body.undoSeconds).toBe(5)
    const again = await call('PATCH', path, cast.agent.key, { undoSeconds: null }, { 'if-match': '"v2"' })
    expect(again.body.undoSeconds).toBeNull()
  })
})

describe('taking a reply back', () => {
  it('gives text and status back, twice the same, and it is never sent', async () => {
    const queued = await held({ status: 'RESOLVED' })
    const first = await takeBack(queued.id)
    expect(first).toMatchObject({ status: 200, body: { ...queued, state: 'TAKEN_BACK' } })
    expect((await takeBack(queued.id)).body).toEqual(first.body)
    desk.moveClock(61_000)
    await desk.settle()
    expect(await messages()).toHaveLength(1)
    expect((await ofTypes()).filter((type: string) => type.startsWith('reply.'))).toEqual([
      'reply.queued',
      'reply.taken_back',
    ])
    expect((await get(`/tickets/${ticket.id}/queued-replies`)).body.items).toEqual([])
    expect((await sendNow(queued.id)).body.code).toBe('conflict')
  })

  it('is for its author and leads; the text goes to the author', async () => {
    const queued = await held()
    const peer = await call('POST', '/people', owner.apiKey, {
      name: 'Peer',
      email: 'peer@example.org',
      role: 'AGENT',
      teamIds: [owner.teamId],
    })
    const key = await call('POST', '/api-keys', owner.apiKey, {
      name: 'Peer',
      scopes: ['tickets:read', 'tickets:write'],
      personId: peer.body.id,
    })
    expect((await takeBack(queued.id, key.body.apiKey)).body.code).toBe('forbidden')
    expect((await takeBack(queued.id, cast.requester.key)).body.code).toBe('forbidden')
    expect((await takeBack(queued.id, cast.otherAgent.key)).body.code).toBe('not-found')
    expect((await takeBack(queued.id, cast.otherTenant.apiKey)).body.code).toBe('not-found')
    expect((await takeBack(queued.id, 'dk_nonsense')).status).toBe(401)
    expect((await takeBack(queued.id, cast.lead.key)).status).toBe(200)
    expect((await draft()).body).toBe('Try again now')
    expect(await draft(cast.lead.key)).toBeNull()
  })

  it('after the sending is 409 with the message it became', async () => {
    const queued = await held()
    const { body: message } = await sendNow(queued.id)
    expect((await takeBack(queued.id)).body).toMatchObject({
      status: 409,
      code: 'already-sent',
      messageId: message.id,
    })
    expect((await get(`/queued-replies/${queued.id}`)).body.queued).toMatchObject({
      state: 'SENT',
      messageId: message.id,
    })
  })

  it('sent again with its Idempotency-Key is told once', async () => {
    const queued = await held()
    const headers = { 'idempotency-key': `back-${queued.id}` }
    const first = await takeBack(queued.id, cast.agent.key, headers)
    expect((await takeBack(queued.id, cast.agent.key, headers)).text).toBe(first.text)
    expect((await ofTypes()).filter((type: string) => type === 'reply.taken_back')).toHaveLength(1)
  })
})

describe('sending a held reply now', () => {
  it('answers the message with its status move, as the author asked, and no job sends it again', async () => {
    const headers = { 'idempotency-key': `queued-${ticket.id}` }
    const { body } = await reply({ delaySeconds: 60, status: 'RESOLVED' }, cast.agent.key, headers)
    const sent = await sendNow(body.queued.id)
    expect(sent).toMatchObject({
      status: 201,
      body: { body: 'Try again now', visibility: 'PUBLIC', author: { id: cast.agent.id } },
    })
    expect((await messages()).at(-1)).toEqual(sent.body)
    expect((await get(`/tickets/${ticket.id}`)).body).toMatchObject({
      status: 'RESOLVED',
      assigneeId: cast.agent.id,
    })
    const added = (await events()).findLast(({ type }: { type: string }) => type === 'message.added')
    expect(added.refs.queuedReplyId).toBe(body.queued.id)
    expect(added.cause.mutationId).toBe(headers['idempotency-key'])
    expect((await sendNow(body.queued.id)).body.code).toBe('already-sent')
    desk.moveClock(61_000)
    await desk.settle()
    expect(await messages()).toHaveLength(2)
  })

  it('is for its author alone', async () => {
    const queued = await held()
    expect((await sendNow(queued.id, cast.lead.key)).body.code).toBe('forbidden')
    expect((await sendNow(queued.id, cast.requester.key)).body.code).toBe('forbidden')
    expect((await sendNow(queued.id, cast.otherAgent.key)).body.code).toBe('not-found')
    expect((await sendNow(queued.id, cast.otherTenant.apiKey)).body.code).toBe('not-found')
    expect((await sendNow('nonsense')).status).toBe(404)
  })

  it('that is refused leaves it queued', async () => {
    const sendAt = new Date(Date.now() + desk.db.clockOffsetMs + 3600_000).toISOString()
    const queued = await held({ sendAt, delaySeconds: undefined })
    await reply({ body: 'It still burns' }, cast.requester.key)
    expect((await sendNow(queued.id)).body).toMatchObject({
      code: 'newer-messages',
      messages: [{ excerpt: 'It still burns' }],
    })
    await call('POST', `/tickets/${ticket.id}/transition`, owner.apiKey, { status: 'CLOSED', reason: 'SPAM' })
    expect((await sendNow(queued.id)).body.code).toBe('precondition-failed')
    expect((await get(`/queued-replies/${queued.id}`)).body.queued.state).toBe('QUEUED')
    expect((await takeBack(queued.id)).status).toBe(200)
  })
})
