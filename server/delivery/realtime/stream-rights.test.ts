import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type StreamDesk, seqsOf, startStreamDesk, typesOf } from '../../../test/realtime/stream-desk.ts'
import { sql } from '../../platform/db/index.ts'
import { append } from '../../platform/log/index.ts'

let at: StreamDesk
let team: string
beforeAll(async () => {
  at = await startStreamDesk()
  team = `team:${at.owner.teamId}`
})
afterAll(() => at.stop())
afterEach(() => at.closeAll())

/** A new agent of the first team, with a key of these scopes. */
async function newAgent(
  scopes = ['tickets:read', 'notes:read'],
): Promise<{ id: string; key: string; keyId: string }> {
  const email = `${crypto.randomUUID()}@example.org`
  const body = { name: 'Nora', email, role: 'AGENT', teamIds: [at.owner.teamId] }
  const { id } = await at.call('POST', '/people', body)
  const key = await at.call('POST', '/api-keys', { name: 'stream', scopes, personId: id })
  return { id, key: key.apiKey, keyId: key.id }
}

describe('opening a stream', () => {
  it('is refused for what cannot be seen, as everywhere else', async () => {
    const { cast, owner } = at
    const ticket = await at.ticket()
    const foreign = cast.otherTenant
    const refused: [string, string | undefined, number, string][] = [
      ['me', undefined, 401, 'unauthenticated'],
      ['me', `${owner.apiKey}x`, 401, 'unauthenticated'],
      [team, cast.requester.key, 403, 'forbidden'],
      [team, cast.otherAgent.key, 403, 'forbidden'],
      [`team:${foreign.teamId}`, cast.agent.key, 404, 'not-found'],
      [`team:${foreign.teamId}`, owner.apiKey, 404, 'not-found'],
      [`team:${crypto.randomUUID()}`, owner.apiKey, 404, 'not-found'],
      [`ticket:${ticket.id}`, foreign.apiKey, 404, 'not-found'],
      [`ticket:${ticket.key}`, foreign.apiKey, 404, 'not-found'],
      [`ticket:${ticket.id}`, cast.otherAgent.key, 404, 'not-found'],
      [`ticket:${ticket.id}`, cast.stranger.key, 404, 'not-found'],
      [`me,ticket:ZZ-999`, owner.apiKey, 404, 'not-found'],
      ['you', owner.apiKey, 422, 'contract-violation'],
      ['team:', owner.apiKey, 422, 'contract-violation'],
      [`team:${ticket.key}`, owner.apiKey, 422, 'contract-violation'],
      [
        Array.from({ length: 201 }, (_, i) => `ticket:IT-${i + 1}`).join(','),
        owner.apiKey,
        422,
        'contract-violation',
      ],
    ]
    for (const [topics, key, status, code] of refused) {
      const stream = await at.open({ topics, ...(key === undefined ? {} : { key }) })
      expect([topics.slice(0, 60), stream.status, JSON.parse(stream.text()).code]).toEqual([
        topics.slice(0, 60),
        status,
        code,
      ])
    }
  })

  it('is refused to a key without tickets:read, and takes no key from the address', async () => {
    const { key } = await newAgent(['notes:read'])
    expect((await at.open({ topics: 'me', key })).status).toBe(403)
    const answer = await fetch(`${at.url}/api/v1/events?topics=me&key=${at.owner.apiKey}`)
    expect(answer.status).toBe(401)
  })

  it('is open to a session by its cookie', async () => {
    const { email, password } = at.owner
    const signedIn = await at.desk.request('POST', '/api/v1/session', { body: { email, password } })
    const cookie = String(signedIn.headers['set-cookie']).split(';', 1)[0] ?? ''
    const stream = await at.open({ topics: team, cookie })
    await at.ticket()
    expect(typesOf(await stream.count(2))).toEqual(['ticket.created', 'message.added'])
  })
})

describe('a requester', () => {
  it('gets public events alone, and neither numbers nor who did it', async () => {
    const { cast } = at
    const ticket = await at.ticket()
    const stream = await at.open({ topics: `me,ticket:${ticket.key}`, key: cast.requester.key })
    await at.call('POST', `/tickets/${ticket.id}/notes`, { body: 'a note' }, cast.agent.key)
    await at.call('POST', `/tickets/${ticket.id}/assign`, { assigneeId: cast.agent.id })
    await at.tell(
      { ticketId: ticket.id, type: 'sla.started' },
      { ticketId: ticket.id, type: 'rule.fired' },
      { ticketId: ticket.id, type: 'ticket.linked', refs: { ticketId: cast.agent.id } },
      { type: 'admin.key_created', refs: { personId: cast.requester.id } },
      {
        ticketId: ticket.id,
        type: 'attachment.added',
        actor: { type: 'key', id: crypto.randomUUID(), onBehalfOf: cast.agent.id },
        changes: [{ field: 'assigneeId', from: null, to: cast.agent.id }],
        cause: { mutationId: 'theirs' },
        refs: { messageId: cast.agent.id, inboundId: cast.agent.id, filename: 'a.txt' },
      },
    )
    const told = await stream.count(2)
    expect(typesOf(told)).toEqual(['ticket.status_changed', 'attachment.added'])
    expect(told[1]?.data).toEqual({
      id: expect.any(String),
      type: 'attachment.added',
      ticketId: ticket.id,
      version: null,
      visibility: 'PUBLIC',
      actor: { type: 'person', id: null },
      at: expect.any(String),
      changes: [],
      refs: { messageId: cast.agent.id },
    })
    for (const { id } of stream.frames) expect(id).toMatch(/^a[\w-]{54}$/)
    expect(stream.text()).not.toContain('"seq"')
  })

  it('resumes past what is not theirs: 101, 102, 104, 105 where 103 is internal', async () => {
    const ticket = await at.ticket()
    const first = await at.open({ topics: 'me', key: at.cast.requester.key })
    const ticketId = ticket.id
    const facts = [1, 2, 3, 4, 5].map((n) => ({
      ticketId,
      type: 'message.added',
      visibility: n === 3 ? ('INTERNAL' as const) : ('PUBLIC' as const),
      refs: { messageId: `01890000-0000-7000-8000-00000000000${n}` },
    }))
    await at.tell(...facts)
    const lastEventId = first.frames[0]?.id ?? ''
    const again = await at.open({ topics: 'me', key: at.cast.requester.key, lastEventId })
    const seen = (await again.count(4)).map(({ data }) => data.refs.messageId.at(-1))
    expect(seen).toEqual(['1', '2', '4', '5'])
  })

  it('sees positions of one length that tell nothing apart, and the same one for the same event', async () => {
    const ticket = await at.ticket()
    const [one, two] = [
      await at.open({ topics: 'me', key: at.cast.requester.key }),
      await at.open({ topics: `ticket:${ticket.id}`, key: at.cast.requester.key }),
    ]
    await at.tell({ ticketId: ticket.id }, { ticketId: ticket.id })
    const ids = (await one.count(2)).map(({ id }) => id)
    expect((await two.count(2)).map(({ id }) => id)).toEqual(ids)
    expect(new Set(ids).size).toBe(2)
  })

  it('who takes part gets what happens from then on, never what came before', async () => {
    const { stranger } = at.cast
    const ticket = await at.ticket()
    const before = await at.open({ topics: 'me', key: stranger.key })
    const early = await at.tell({ ticketId: ticket.id })
    await at.write(async (tx) => {
      await tx.rows(sql`INSERT INTO app.participant (tenant_id, ticket_id, person_id, since_seq)
        VALUES (${tx.tenantId}, ${ticket.id}, ${stranger.id}, ${early + 1})`)
    })
    const refs = { messageId: stranger.id }
    await at.tell({ ticketId: ticket.id, refs })
    expect((await before.count(1))[0]?.data.refs).toEqual(refs)
    const since = before.frames[0]?.id ?? ''
    const again = await at.open({ topics: `ticket:${ticket.id}`, key: stranger.key, since })
    expect((await again.count(1))[0]?.data.refs).toEqual(refs)
  })

  it('is one that files in their own team: no notes about themselves', async () => {
    const ticket = await at.ticket(at.cast.agent.key)
    const stream = await at.open({ topics: team, key: at.cast.agent.key })
    await at.tell(
      { ticketId: ticket.id, type: 'message.added', visibility: 'INTERNAL' },
      { ticketId: ticket.id, type: 'message.added' },
    )
    expect((await stream.count(1)).map(({ data }) => data.visibility)).toEqual(['PUBLIC'])
  })
})

describe('a key without notes:read', () => {
  it('gets no notes, but all else of the team', async () => {
    const { key } = await newAgent(['tickets:read'])
    const ticket = await at.ticket()
    const stream = await at.open({ topics: team, key })
    await at.tell(
      { ticketId: ticket.id, type: 'message.added', visibility: 'INTERNAL' },
      { ticketId: ticket.id, type: 'ticket.assigned', visibility: 'INTERNAL' },
    )
    expect(typesOf(await stream.count(1))).toEqual(['ticket.assigned'])
  })
})

describe('what is taken away', () => {
  it('somebody who leaves a team gets none of its events any more, at once', async () => {
    const agent = await newAgent()
    const ticket = await at.ticket()
    const topics = `${team},ticket:${ticket.key},me`
    const stream = await at.open({ topics, key: agent.key })
    await at.call('DELETE', `/teams/${at.owner.teamId}/members/${agent.id}`)
    await at.tell({ ticketId: ticket.id })
    await at.call('POST', '/api-keys', { name: 'barrier', scopes: ['tickets:read'], personId: agent.id })
    await stream.frame(({ event }) => event === 'admin.key_created')
    expect(typesOf(stream.frames)).toEqual([
      'hb',
      'revoked',
      'revoked',
      'admin.member_removed',
      'admin.key_created',
    ])
    const taken = stream.frames.filter(({ event }) => event === 'revoked').map(({ data }) => data.topic)
    expect(taken.sort()).toEqual([`ticket:${ticket.key}`, team].sort())
    expect(stream.frames.every(({ id, event }) => event !== 'revoked' || id === undefined)).toBe(true)
  })

  it('and of what lies between, when it is read late', async () => {
    const agent = await newAgent()
    const ticket = await at.ticket()
    const since = `1.${await at.lastSeq()}`
    await at.tell({ ticketId: ticket.id })
    await at.call('DELETE', `/teams/${at.owner.teamId}/members/${agent.id}`)
    const stream = await at.open({ topics: 'me', key: agent.key, since })
    await stream.count(1)
    expect(typesOf(stream.events())).toEqual(['admin.member_removed'])
    expect((await at.open({ topics: team, key: agent.key })).status).toBe(403)
  })

  it('the stream of a revoked key, of an ended session and of somebody deactivated is closed', async () => {
    const [one, two, three] = [await newAgent(), await newAgent(), await newAgent()]
    const { email, password } = at.owner
    const streams = [
      await at.open({ topics: team, key: one.key }),
      await at.open({ topics: team, key: two.key }),
      await at.open({ topics: team, key: three.key }),
    ]
    const signedIn = await at.desk.request('POST', '/api/v1/session', { body: { email, password } })
    const cookie = String(signedIn.headers['set-cookie']).split(';', 1)[0] ?? ''
    const bySession = await at.open({ topics: team, cookie })
    await at.call('DELETE', `/api-keys/${one.keyId}`)
    await streams[0]?.closed
    const { version } = (await at.call('GET', '/people?role=AGENT')).items.find(
      (person: { id: string }) => person.id === two.id,
    )
    const off = await at.desk.request('PATCH', `/api/v1/people/${two.id}`, {
      key: at.owner.apiKey,
      body: { active: false },
      headers: { 'if-match': `"v${version}"` },
    })
    expect(off.status).toBe(200)
    await streams[1]?.closed
    const csrf = { 'x-csrf-token': signedIn.body.csrfToken, 'sec-fetch-site': 'same-origin' }
    await at.desk.request('DELETE', '/api/v1/session', { cookie, headers: csrf })
    await bySession.closed
    await at.ticket()
    await streams[2]?.count(2)
    for (const closed of [streams[0], streams[1], bySession])
      expect(typesOf(closed?.events() ?? [])).not.toContain('ticket.created')
  })

  it('a ticket that moves is told to both teams once, later events to the new one only', async () => {
    const { agent, otherAgent, otherTeamId } = at.cast
    const ticket = await at.ticket()
    const old = await at.open({ topics: `${team},ticket:${ticket.id}`, key: agent.key })
    const to = await at.open({ topics: `team:${otherTeamId}`, key: otherAgent.key })
    const { owner } = at
    await at.write(async (tx) => {
      await tx.rows(
        sql`UPDATE app.ticket SET team_id = ${otherTeamId} WHERE tenant_id = ${tx.tenantId} AND id = ${ticket.id}`,
      )
      append(tx, {
        type: 'ticket.transferred',
        ticketId: ticket.id,
        ticketVersion: 2,
        visibility: 'INTERNAL',
        actor: { type: 'system', id: null },
        at: new Date().toISOString(),
        changes: [{ field: 'teamId', from: owner.teamId, to: otherTeamId }],
      })
    })
    await at.tell({ ticketId: ticket.id })
    const barrier = await at.ticket()
    expect(typesOf(await to.count(2))).toEqual(['ticket.transferred', 'ticket.updated'])
    await old.frame(({ data }) => data.ticketId === barrier.id)
    expect(typesOf(old.frames).slice(0, 4)).toEqual(['hb', 'ticket.transferred', 'revoked', 'ticket.created'])
  })
})

describe('tenants', () => {
  it('hear nothing of each other', async () => {
    const { apiKey, teamId } = at.cast.otherTenant
    const theirs = await at.open({ topics: `team:${teamId},me`, key: apiKey })
    const ours = await at.open({ topics: team, key: at.cast.agent.key })
    await at.ticket()
    await at.call(
      'POST',
      '/tickets',
      { subject: 'Theirs', body: 'x', requester: { email: 'r@x.example' } },
      apiKey,
    )
    expect(new Set(seqsOf(await theirs.count(2))).size).toBe(2)
    expect(
      theirs
        .events()
        .every(({ data }) => data.changes.every((c: { to: unknown }) => c.to !== at.owner.teamId)),
    ).toBe(true)
    await ours.count(2)
    expect(ours.events()).toHaveLength(2)
  })
})

describe('a whisper', () => {
  it('reaches agents who look at the ticket, never its requester, and moves no position', async () => {
    const ticket = await at.ticket()
    const topics = `ticket:${ticket.id}`
    const agent = await at.open({ topics, key: at.cast.agent.key })
    const requester = await at.open({ topics, key: at.cast.requester.key })
    const elsewhere = await at.open({ topics: team, key: at.cast.lead.key })
    const { tenantId } = at.owner
    at.desk.app.stream.whisper({ tenantId, topic: topics, event: 'presence', data: { mode: 'VIEWING' } })
    await at.tell({ ticketId: ticket.id })
    for (const stream of [agent, requester, elsewhere]) await stream.count(1)
    expect(typesOf(agent.frames)).toEqual(['hb', 'presence', 'ticket.updated'])
    expect(agent.frames[1]).toEqual({ id: undefined, event: 'presence', data: { mode: 'VIEWING' } })
    expect(typesOf(requester.frames)).toEqual(['hb', 'ticket.updated'])
    expect(typesOf(elsewhere.frames)).toEqual(['hb', 'ticket.updated'])
  })
})

describe('that the sample desk came or went', () => {
  it('is told to those who work in its team, without what it held, and to nobody else', async () => {
    const { cast, owner } = at
    const agent = await at.open({ topics: team, key: cast.agent.key })
    const requester = await at.open({ topics: 'me', key: cast.requester.key })
    const elsewhere = await at.open({ topics: `team:${cast.otherTeamId},me`, key: cast.otherAgent.key })
    const refs = { teamId: owner.teamId, ticketIds: [crypto.randomUUID()] }
    await at.tell({ type: 'admin.sample_removed', visibility: 'INTERNAL', refs })
    // Something for everybody behind it.
    const { id } = await at.ticket()
    await at.call('POST', `/tickets/${id}/transition`, { status: 'TRIAGED' })
    await at.call('POST', '/tickets', { subject: 'x', body: 'y', teamId: cast.otherTeamId })
    for (const stream of [agent, requester, elsewhere]) await stream.count(2)
    expect(agent.events()[0]).toMatchObject({
      event: 'admin.sample_removed',
      data: { ticketId: null, refs: { teamId: owner.teamId } },
    })
    expect(agent.events()[0]?.data.refs).toEqual({ teamId: owner.teamId })
    for (const stream of [requester, elsewhere])
      expect(typesOf(stream.frames).filter((type) => type.startsWith('admin.'))).toEqual([])
  })
})
