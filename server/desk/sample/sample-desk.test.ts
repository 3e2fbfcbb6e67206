import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PRIORITIES, STATUSES, type Ticket } from '../../../contracts/tickets.ts'
import { type Cast, castOf, fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'

let desk: Desk
let owner: SetUp
let cast: Cast
let sql: pg.Client

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  cast = await castOf(desk, owner)
  await desk.settle()
  sql = new pg.Client({ connectionString: desk.database.admin })
  await sql.connect()
})
afterAll(async () => {
  await sql.end()
  await desk.stop()
})

const PATH = '/api/v1/sample-desk'
const call = (method: string, key?: string, headers: Record<string, string> = {}) =>
  desk.request(method, PATH, { ...(key === undefined ? {} : { key }), headers })
const get = async (path: string) => (await desk.request('GET', `/api/v1${path}`, { key: owner.apiKey })).body
const post = (path: string, body: unknown, key = owner.apiKey) =>
  desk.request('POST', `/api/v1${path}`, { key, body })
const allTickets = async (): Promise<Ticket[]> => (await get('/tickets?limit=100')).items
const counted = async (statement: string) => Number((await sql.query(statement)).rows[0].count)

/** How many rows each table holds, but those that only count or only grow. */
async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of rows)
    if (name !== 'app.event' && name !== 'graphile_worker._private_tasks')
      counts[name] = await counted(`SELECT count(*) FROM ${name}`)
  return counts
}

describe('a loaded sample desk', () => {
  let before: number
  beforeAll(async () => {
    before = (await allTickets()).length
    const loaded = await call('POST', owner.apiKey)
    expect(loaded).toMatchObject({
      status: 201,
      body: { loaded: true, tickets: 40, firstTicketKey: expect.stringMatching(/^IT-\d+$/) },
    })
    expect((await call('GET', owner.apiKey)).body).toEqual(loaded.body)
  })

  it('holds forty tickets of every status and priority, for its six people and the owner', async () => {
    const tickets = await allTickets()
    expect(tickets).toHaveLength(before + 40)
    expect(new Set(tickets.map(({ status }) => status))).toEqual(new Set(STATUSES))
    expect(new Set(tickets.map(({ priority }) => priority))).toEqual(new Set(PRIORITIES))
    expect(tickets.filter(({ assigneeId }) => assigneeId === owner.ownerId).length).toBeGreaterThan(3)
    expect(
      tickets.filter(({ status, assigneeId }) => status === 'NEW' && assigneeId === null).length,
    ).toBeGreaterThan(4)
    const people = (await get('/people?limit=100')).items.filter(({ email }: { email: string }) =>
      email.endsWith('@northfield.example'),
    )
    expect(people.map(({ role }: { role: string }) => role).sort()).toEqual([
      'AGENT',
      'AGENT',
      'EMPLOYEE',
      'EMPLOYEE',
      'EMPLOYEE',
      'EMPLOYEE',
    ])
    expect(
      await counted(
        `SELECT count(*) FROM app.person WHERE email LIKE '%@northfield.example' AND password_hash IS NOT NULL`,
      ),
    ).toBe(0)
  })

  it('is read as what happened: messages and events of each ticket ascend in time and place', async () => {
    for (const ticket of (await allTickets()).filter(({ requester }) =>
      requester.email.endsWith('@northfield.example'),
    )) {
      const messages = (await get(`/tickets/${ticket.id}/messages?limit=100`)).items
      const events = (await get(`/tickets/${ticket.id}/events?limit=100`)).items
      expect(messages.length).toBeGreaterThan(0)
      for (const items of [messages, events])
        expect(items.map(({ seq }: { seq: number }) => seq)).toEqual(
          items.map(({ seq }: { seq: number }) => seq).toSorted((a: number, b: number) => a - b),
        )
      const times = events.map(({ at }: { at: string }) => at)
      expect(times).toEqual(times.toSorted())
      expect(ticket.createdAt).toBe(times[0])
      expect(ticket.updatedAt).toBe(times.at(-1))
      expect(Math.max(...events.map((event: { ticketVersion: number }) => event.ticketVersion))).toBe(
        ticket.version,
      )
      expect(events.every(({ cause }: { cause: { sample?: string } }) => cause.sample === 'true')).toBe(true)
      if (ticket.firstResponseAt !== null) expect(times).toContain(ticket.firstResponseAt)
    }
  })

  it('stands in the log without a hole, in the order of time', async () => {
    const { rows } = await sql.query(`SELECT seq, at FROM app.event WHERE tenant_id = $1 ORDER BY seq`, [
      owner.tenantId,
    ])
    expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, i) => i + 1))
    const { rows: sample } = await sql.query<{ at: Date }>(
      `SELECT at FROM app.event WHERE tenant_id = $1 AND cause ->> 'sample' = 'true' ORDER BY seq`,
      [owner.tenantId],
    )
    const times = sample.map(({ at }) => at.getTime())
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times[0]).toBeGreaterThan(Date.now() - 16 * 24 * 3600_000)
  })

  it('sends no mail and no acknowledgement, and nothing of it is parked', async () => {
    await desk.settle()
    for (const table of ['delivery', 'acknowledgement', 'reply_token', 'local_mail', 'reader_parked'])
      expect([table, await counted(`SELECT count(*) FROM app.${table}`)]).toEqual([table, 0])
  })

  it('is not loaded twice', async () => {
    expect(await call('POST', owner.apiKey)).toMatchObject({ status: 409, body: { code: 'already-exists' } })
    expect(await allTickets()).toHaveLength(before + 40)
  })

  it('shows the mail with its table, and its picture only on demand', async () => {
    const ticket = (await allTickets()).find(({ subject }) => subject.startsWith('Payslip'))
    const [message] = (await get(`/tickets/${ticket?.id}/messages`)).items
    expect(message.bodyHtml).toContain('<table')
    expect(message.bodyHtml).toContain('data-blocked-src="https://')
    expect(message.body).toContain('Night shifts')
  })

  it('once removed is gone for everybody but the log', async () => {
    expect(await call('DELETE', owner.apiKey)).toMatchObject({
      status: 200,
      body: { loaded: false, tickets: 0, firstTicketKey: null },
    })
    expect(await allTickets()).toHaveLength(before)
    expect(await call('DELETE', owner.apiKey)).toMatchObject({ status: 404 })
    expect((await call('GET', owner.apiKey)).body.loaded).toBe(false)
  })
})

describe('removing a sample desk', () => {
  afterEach(async () => {
    await call('DELETE', owner.apiKey)
    await desk.settle()
  })

  it('leaves no row in any table but the log, whatever was done on it meanwhile', async () => {
    const own = await fileTicket(desk, cast.requester.key, { subject: 'A real one' })
    // The requester's own address on it, and the keys of the organisation, are made with the first mails and stay.
    await post(`/tickets/${own.id}/replies`, { body: 'Hello' }, cast.agent.key)
    await fileTicket(desk, owner.apiKey, { requester: { email: 'rita@example.com' } })
    await desk.settle()
    const counts = await rowCounts()
    const { firstTicketKey } = (await call('POST', owner.apiKey)).body
    const tickets = await allTickets()
    const first = tickets.find(({ key }) => key === firstTicketKey)
    const tomas = (await get('/people?limit=100')).items.find(({ name }: { name: string }) =>
      name.startsWith('Tom'),
    )
    await desk.settle()
    // Real work on sample tickets, and sample people on real ones.
    await post(`/tickets/${firstTicketKey}/replies`, { body: 'Try the cable.' })
    await post(`/tickets/${firstTicketKey}/notes`, { body: 'I did this one.' })
    await post(`/tickets/${firstTicketKey}/replies`, { body: 'Later.', delaySeconds: 60 })
    await desk.request('PUT', `/api/v1/tickets/${firstTicketKey}/drafts/reply`, {
      key: owner.apiKey,
      body: { body: 'Half a thought' },
    })
    await desk.settle()
    const [mail] = (await get('/local-inbox')).items
    expect(mail).toMatchObject({ to: first?.requester.email })
    expect((await post(`/local-inbox/${mail.id}/reply`, { body: 'The cable was loose.' })).status).toBe(202)
    await post('/tickets', {
      subject: 'For somebody',
      body: 'of the sample',
      requester: { email: first?.requester.email },
    })
    expect((await post(`/tickets/${own.id}/assign`, { assigneeId: tomas.id })).status).toBe(200)
    const key = await post('/api-keys', {
      name: 'Sample agent',
      scopes: ['tickets:read', 'tickets:write'],
      personId: tomas.id,
    })
    await post(`/tickets/${own.id}/replies`, { body: 'I take it.' }, key.body.apiKey)
    const resolved = tickets.find(({ status }) => status === 'RESOLVED')
    await post(`/tickets/${resolved?.id}/transition`, { status: 'REOPENED' })
    await desk.settle()
    expect(await counted(`SELECT count(*) FROM app.inbound WHERE ticket_id IS NOT NULL`)).toBe(1)

    expect((await call('DELETE', owner.apiKey)).status).toBe(200)
    await desk.settle()
    expect(await rowCounts()).toEqual(counts)
    expect(await get(`/tickets/${own.id}`)).toMatchObject({
      subject: 'A real one',
      assigneeId: null,
      status: 'TRIAGED',
    })
    expect((await get(`/tickets/${own.id}/messages`)).items).toHaveLength(2)
  })

  it('takes a mail along that nobody has looked at yet, so that its sender does not come back', async () => {
    const counts = await rowCounts()
    const { firstTicketKey } = (await call('POST', owner.apiKey)).body
    await post(`/tickets/${firstTicketKey}/replies`, { body: 'Try the cable.' })
    await desk.settle()
    const [mail] = (await get('/local-inbox')).items
    await post(`/local-inbox/${mail.id}/reply`, { body: 'The cable was loose.' })
    expect((await call('DELETE', owner.apiKey)).status).toBe(200)
    await desk.settle()
    expect(await rowCounts()).toEqual(counts)
  })

  it('is no matter for those who have an address of the same domain', async () => {
    const person = await post('/people', {
      name: 'Real',
      email: 'mei.tanaka@northfield.example',
      role: 'EMPLOYEE',
    })
    expect((await call('POST', owner.apiKey)).status).toBe(201)
    const { items } = await get('/people?limit=100')
    expect(items.filter(({ name }: { name: string }) => name === 'Mei Tanaka')).toMatchObject([
      { email: expect.stringMatching(/^mei\.tanaka@[0-9a-f]{8}\.northfield\.example$/) },
    ])
    await call('DELETE', owner.apiKey)
    expect((await get(`/people?email=mei.tanaka@northfield.example`)).items).toMatchObject([
      { id: person.body.id },
    ])
  })

  it('leaves what others resolved or follow up where it is', async () => {
    await call('POST', owner.apiKey)
    const tomas = (await get('/people?limit=100')).items.find(({ name }: { name: string }) =>
      name.startsWith('Tom'),
    )
    const done = await fileTicket(desk, cast.requester.key)
    await post(`/tickets/${done.id}/assign`, { assigneeId: tomas.id })
    await post(`/tickets/${done.id}/transition`, { status: 'RESOLVED' })
    expect((await call('DELETE', owner.apiKey)).status).toBe(200)
    expect(await get(`/tickets/${done.id}`)).toMatchObject({ status: 'RESOLVED', assigneeId: null })
  })

  it('mends a load that died half-way, when the next one begins or it is removed', async () => {
    const counts = await rowCounts()
    await call('POST', owner.apiKey)
    await sql.query(`UPDATE app.sample_desk SET loaded_at = NULL`)
    expect((await call('GET', owner.apiKey)).body.loaded).toBe(false)
    expect(await call('POST', owner.apiKey)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect(await call('DELETE', owner.apiKey)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    await sql.query(`UPDATE app.sample_desk SET started_at = started_at - interval '61 seconds'`)
    expect(await call('POST', owner.apiKey)).toMatchObject({ status: 201, body: { tickets: 40 } })
    await call('DELETE', owner.apiKey)
    await desk.settle()
    expect(await rowCounts()).toEqual(counts)
  })
})

describe('the sample desk', () => {
  afterEach(async () => {
    await call('DELETE', owner.apiKey)
    await desk.settle()
  })

  it('is for owners of this tenant alone', async () => {
    await call('POST', owner.apiKey)
    for (const method of ['GET', 'POST', 'DELETE']) {
      expect((await call(method)).status).toBe(401)
      for (const { key } of [cast.agent, cast.lead, cast.requester])
        expect([method, (await call(method, key)).status]).toEqual([method, 403])
    }
    expect((await call('GET', cast.otherTenant.apiKey)).body.loaded).toBe(false)
    expect((await call('DELETE', cast.otherTenant.apiKey)).status).toBe(404)
    expect((await call('GET', owner.apiKey)).body.loaded).toBe(true)
    expect((await desk.request('POST', `${PATH}?more=1`, { key: owner.apiKey })).status).toBe(422)
  })

  it('asked for again with its Idempotency-Key answers the same and is there once', async () => {
    const once = { 'idempotency-key': 'sample-1' }
    const first = await call('POST', owner.apiKey, once)
    const second = await call('POST', owner.apiKey, once)
    expect([second.status, second.text]).toEqual([first.status, first.text])
    expect(second.headers['idempotency-replayed']).toBe('true')
    const [removed, again] = [
      await call('DELETE', owner.apiKey, { 'idempotency-key': 'sample-2' }),
      await call('DELETE', owner.apiKey, { 'idempotency-key': 'sample-2' }),
    ]
    expect([removed.status, again.status, again.text]).toEqual([200, 200, removed.text])
  })

  it('asked for twice at the same time is loaded once', async () => {
    const before = (await allTickets()).length
    const answers = await Promise.all([call('POST', owner.apiKey), call('POST', owner.apiKey)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(await allTickets()).toHaveLength(before + 40)
  })
})
