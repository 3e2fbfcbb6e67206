import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, castOf, fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'

let desk: Desk
let owner: SetUp
let cast: Cast

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  cast = await castOf(desk, owner)
})
afterAll(() => desk.stop())

const post = (path: string, key: string, body: unknown, headers: Record<string, string> = {}) =>
  desk.request('POST', `/api/v1${path}`, { key, body, headers })
const get = (path: string, key: string) => desk.request('GET', `/api/v1${path}`, { key })

describe('filing a ticket', () => {
  it('answers 201 with the ticket, its key, its ETag and its place in the log', async () => {
    const answer = await post('/tickets', owner.apiKey, { subject: 'The printer is on fire', body: 'Help!' })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      key: expect.stringMatching(/^IT-\d+$/),
      status: 'NEW',
      priority: 'P3',
      channel: 'API',
      teamId: owner.teamId,
      assigneeId: null,
      version: 1,
    })
    expect(answer.headers.etag).toBe('"v1"')
    const events = (await get(`/tickets/${answer.body.key}/events`, owner.apiKey)).body.items
    expect(events.map((event: { type: string }) => event.type)).toEqual(['ticket.created', 'message.added'])
    expect(events.at(-1).seq).toBe(answer.body.seq)
    expect((await get(`/tickets/${answer.body.id}`, owner.apiKey)).body).toEqual(answer.body)
  })

  it('for somebody who is not known yet makes the requester', async () => {
    const answer = await post('/tickets', cast.agent.key, {
      subject: 'VPN',
      body: 'It drops',
      requester: { email: 'New.Person@Example.org', name: 'Nina New' },
    })
    expect(answer.body.requester).toMatchObject({ name: 'Nina New', email: 'New.Person@Example.org' })
    const again = await post('/tickets', cast.agent.key, {
      subject: 'VPN',
      body: 'Again',
      requester: { email: 'new.person@example.org' },
    })
    expect(again.body.requester.id).toBe(answer.body.requester.id)
  })

  it('a requester files for nobody else', async () => {
    expect(
      (
        await post('/tickets', cast.requester.key, {
          subject: 'x',
          body: 'y',
          requester: { email: 'z@example.org' },
        })
      ).status,
    ).toBe(403)
    expect((await post('/tickets', cast.requester.key, { subject: 'x', body: 'y' })).status).toBe(201)
  })

  it.each([
    [{ body: 'x' }, '/subject'],
    [{ subject: '', body: 'x' }, '/subject'],
    [{ subject: 'x' }, '/body'],
    [{ subject: 'x', body: 'y', bodyHtml: 'z' }, '/body'],
    [{ subject: 'x', body: '  ' }, '/body'],
    [{ subject: 'x'.repeat(251), body: 'y' }, '/subject'],
    [{ subject: 'x', body: 'y', priority: 'P5' }, '/priority'],
    [{ subject: 'x', body: 'y', extra: 1 }, '/extra'],
    [{ subject: 'x', body: 'é'.repeat(140_000) }, '/body'],
    [{ subject: 'a\u0000b', body: 'y' }, undefined],
  ])('%j is refused with where it is wrong', async (body, path) => {
    const answer = await post('/tickets', owner.apiKey, body)
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ code: 'contract-violation', requestId: expect.any(String) })
    if (path !== undefined)
      expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  it('HTML is cleaned and its text derived', async () => {
    const made = await post('/tickets', owner.apiKey, {
      subject: 'x',
      bodyHtml: '<p>Hello <b>you</b></p><script>alert(1)</script><img src=x onerror=alert(1)>',
    })
    const [message] = (await get(`/tickets/${made.body.id}/messages`, owner.apiKey)).body.items
    expect(message.bodyHtml).not.toMatch(/script|onerror/)
    expect(message.body).toContain('Hello you')
  })

  it('in a team that is not there, or is another tenant’s, is not found', async () => {
    expect(
      (await post('/tickets', owner.apiKey, { subject: 'x', body: 'y', teamId: cast.otherTenant.teamId }))
        .status,
    ).toBe(404)
  })
})

describe('an answer', () => {
  it('by an agent assigns, takes up, and is the first response', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const answer = await post(`/tickets/${ticket.id}/replies`, cast.agent.key, { body: 'Looking' })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      ticketId: ticket.id,
      visibility: 'PUBLIC',
      author: { id: cast.agent.id, kind: 'AGENT' },
    })
    const now = (await get(`/tickets/${ticket.id}`, cast.agent.key)).body
    expect(now).toMatchObject({
      status: 'IN_PROGRESS',
      assigneeId: cast.agent.id,
      version: 2,
      seq: expect.any(Number),
      firstResponseAt: expect.any(String),
    })
    const events = (await get(`/tickets/${ticket.id}/events`, cast.agent.key)).body.items
    expect(events.slice(2).map((event: { type: string }) => event.type)).toEqual([
      'message.added',
      'ticket.assigned',
      'ticket.status_changed',
    ])
    expect(events[2].seq).toBe(answer.body.seq)
  })

  it('of two agents who saw the same state is given once', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const first = await post(`/tickets/${ticket.id}/replies`, cast.agent.key, {
      body: 'A',
      lastSeenSeq: ticket.seq,
    })
    const second = await post(`/tickets/${ticket.id}/replies`, cast.lead.key, {
      body: 'B',
      lastSeenSeq: ticket.seq,
    })
    expect([first.status, second.status]).toEqual([201, 409])
    expect(second.body).toMatchObject({
      code: 'newer-messages',
      messages: [{ id: first.body.id, seq: first.body.seq }],
    })
    expect(
      (
        await post(`/tickets/${ticket.id}/replies`, cast.lead.key, {
          body: 'B',
          lastSeenSeq: ticket.seq,
          force: true,
        })
      ).status,
    ).toBe(201)
  })

  it('of the requester wakes a waiting ticket', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    await post(`/tickets/${ticket.id}/replies`, cast.agent.key, {
      body: 'Which one?',
      status: 'WAITING_ON_REQUESTER',
    })
    expect((await get(`/tickets/${ticket.id}`, cast.agent.key)).body.status).toBe('WAITING_ON_REQUESTER')
    await post(`/tickets/${ticket.id}/replies`, cast.requester.key, { body: 'The left' })
    expect((await get(`/tickets/${ticket.id}`, cast.agent.key)).body.status).toBe('IN_PROGRESS')
  })

  it('of the requester on a closed ticket opens a follow-up, linked both ways; an agent’s is refused', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    await post(`/tickets/${ticket.id}/transition`, cast.agent.key, { status: 'CLOSED', reason: 'DUPLICATE' })
    expect((await post(`/tickets/${ticket.id}/replies`, cast.agent.key, { body: 'x' })).status).toBe(409)
    const followed = await post(`/tickets/${ticket.id}/replies`, cast.requester.key, { body: 'Still broken' })
    expect(followed.body.ticketId).not.toBe(ticket.id)
    expect((await get(`/tickets/${followed.body.ticketId}`, cast.agent.key)).body).toMatchObject({
      followUpOf: ticket.id,
      subject: ticket.subject,
      assigneeId: null,
      status: 'NEW',
    })
    for (const id of [ticket.id, followed.body.ticketId]) {
      const types = (await get(`/tickets/${id}/events`, cast.agent.key)).body.items.map(
        (event: { type: string }) => event.type,
      )
      expect(types).toContain('ticket.linked')
    }
  })
})

describe('a note', () => {
  it('is never shown to the requester: not as a message, not as an event', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const note = await post(`/tickets/${ticket.id}/notes`, cast.agent.key, { body: 'secret thought' })
    expect(note.status).toBe(201)
    expect((await get(`/tickets/${ticket.id}/messages`, cast.agent.key)).body.items).toHaveLength(2)
    expect((await get(`/tickets/${ticket.id}/messages`, cast.requester.key)).body.items).toHaveLength(1)
    expect((await get(`/tickets/${ticket.id}/messages/${note.body.id}`, cast.requester.key)).status).toBe(404)
    const events = await get(`/tickets/${ticket.id}/events`, cast.requester.key)
    expect(events.text).not.toContain(note.body.id)
    expect((await post(`/tickets/${ticket.id}/notes`, cast.requester.key, { body: 'x' })).status).toBe(403)
  })
})

describe('who may see a ticket', () => {
  it('is the requester, the team and the owner; for others it is not there', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    for (const key of [cast.requester.key, cast.agent.key, cast.lead.key, owner.apiKey])
      expect((await get(`/tickets/${ticket.key}`, key)).status).toBe(200)
    for (const key of [cast.stranger.key, cast.otherAgent.key, cast.otherTenant.apiKey]) {
      for (const of of [ticket.id, ticket.key]) {
        expect((await get(`/tickets/${of}`, key)).status).toBe(404)
        expect((await get(`/tickets/${of}/messages`, key)).status).toBe(404)
        expect((await post(`/tickets/${of}/replies`, key, { body: 'x' })).status).toBe(404)
      }
      const listed = (await get('/tickets?limit=100', key)).body.items.map((one: { id: string }) => one.id)
      expect(listed).not.toContain(ticket.id)
    }
  })
})

describe('assigning and moving', () => {
  it('takes only active agents of the team', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const assign = (assigneeId: string | null) =>
      post(`/tickets/${ticket.id}/assign`, cast.agent.key, { assigneeId })
    expect((await assign(cast.otherAgent.id)).body.code).toBe('precondition-failed')
    expect((await assign(cast.requester.id)).body.code).toBe('precondition-failed')
    expect((await assign(cast.otherTenant.ownerId)).status).toBe(404)
    expect((await assign(cast.lead.id)).body).toMatchObject({
      status: 'ASSIGNED',
      assigneeId: cast.lead.id,
      version: 2,
    })
    expect((await assign(null)).body).toMatchObject({ status: 'TRIAGED', assigneeId: null })
  })

  it('along no edge of the graph is 409 with what is allowed; the same status is 200 and no event', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const refused = await post(`/tickets/${ticket.id}/transition`, cast.agent.key, { status: 'REOPENED' })
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'invalid-transition',
        from: 'NEW',
        to: 'REOPENED',
        allowed: expect.arrayContaining(['TRIAGED']),
      },
    })
    const same = await post(`/tickets/${ticket.id}/transition`, cast.agent.key, { status: 'NEW' })
    expect(same).toMatchObject({ status: 200, body: { version: 1, seq: ticket.seq } })
  })

  it('PATCH needs the version that was read: 428 without, 412 with what changed since', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const patch = (body: unknown, headers = {}) =>
      desk.request('PATCH', `/api/v1/tickets/${ticket.id}`, { key: cast.agent.key, body, headers })
    expect((await patch({ priority: 'P1' })).status).toBe(428)
    expect((await patch({ priority: 'P1' }, { 'if-match': 'v1' })).status).toBe(400)
    expect((await patch({ priority: 'P1' }, { 'if-match': '"v1"' })).body).toMatchObject({
      priority: 'P1',
      version: 2,
    })
    const late = await patch({ subject: 'New' }, { 'if-match': '"v1"' })
    expect(late).toMatchObject({
      status: 412,
      body: { code: 'version-mismatch', current: { priority: 'P1', version: 2 }, changed: ['priority'] },
    })
  })
})

describe('an Idempotency-Key', () => {
  const withKey = (key: string, body: unknown, of = owner.apiKey) =>
    post('/tickets', of, body, { 'idempotency-key': key })
  const count = async () => (await get('/tickets?limit=100', owner.apiKey)).body.items.length

  it('replays the same answer, whatever the order of members, and makes one ticket', async () => {
    const first = await withKey('"k1"', { subject: 'Once', body: 'x', priority: 'P2' })
    const before = await count()
    const again = await withKey('k1', { priority: 'P2', body: 'x', subject: 'Once' })
    expect(again.status).toBe(201)
    expect(again.text).toBe(first.text)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.headers.etag).toBe(first.headers.etag)
    expect(await count()).toBe(before)
  })

  it('for another body is refused, for another route or caller is another key', async () => {
    await withKey('k2', { subject: 'A', body: 'x' })
    expect((await withKey('k2', { subject: 'A', body: 'x', priority: 'P1' })).body.code).toBe(
      'idempotency-key-reused',
    )
    expect(
      (await withKey('k2', { subject: 'A', body: 'x' }, cast.agent.key)).headers['idempotency-replayed'],
    ).toBeUndefined()
    const ticket = await fileTicket(desk, cast.requester.key)
    expect(
      (await post(`/tickets/${ticket.id}/replies`, owner.apiKey, { body: 'x' }, { 'idempotency-key': 'k2' }))
        .status,
    ).toBe(201)
  })

  it('stays free after a refusal', async () => {
    expect((await withKey('k3', { subject: 'A' })).status).toBe(422)
    expect((await withKey('k3', { subject: 'A', body: 'x' })).status).toBe(201)
  })

  it('sent at the same time makes one ticket: one 201 and else 409 or its replay', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => withKey('k4', { subject: 'Race', body: 'x' })),
    )
    const made = new Set(answers.filter((answer) => answer.status === 201).map((answer) => answer.body.id))
    expect(made.size).toBe(1)
    for (const answer of answers.filter((one) => one.status !== 201))
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'request-in-flight' },
        headers: { 'retry-after': '1' },
      })
    expect((await withKey('k4', { subject: 'Race', body: 'x' })).headers['idempotency-replayed']).toBe('true')
  })

  it('replays an answer that was too long to keep by reading it again', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const reply = () =>
      post(
        `/tickets/${ticket.id}/replies`,
        cast.agent.key,
        { body: 'long '.repeat(20_000) },
        { 'idempotency-key': 'k5' },
      )
    const first = await reply()
    const again = await reply()
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.body).toEqual(first.body)
  })
})
