import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type StreamDesk, seqsOf, startStreamDesk, typesOf } from '../../../test/realtime/stream-desk.ts'
import { write } from '../../platform/db/index.ts'
import { append } from '../../platform/log/index.ts'

let at: StreamDesk
let team: string
let agent: string
beforeAll(async () => {
  at = await startStreamDesk()
  team = `team:${at.owner.teamId}`
  agent = at.cast.agent.key
})
afterAll(() => at.stop())
afterEach(() => at.closeAll())

const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i + 1)

describe('a stream', () => {
  it('is told how to come back before anything happens, and is kept by no proxy', async () => {
    const stream = await at.open({ topics: 'me', key: agent })
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    expect(stream.headers['transfer-encoding']).toBeUndefined()
    expect(stream.text()).toMatch(/^retry: 3000\n\nid: 1\.\d+\nevent: hb\n/)
    expect(stream.frames[0]).toEqual({ id: `1.${await at.lastSeq()}`, event: 'hb', data: { sent: 0 } })
  })

  it('tells what a command did: ids, version, fields and the key of the request, never a text', async () => {
    const ticket = await at.ticket()
    const stream = await at.open({ topics: team, key: agent })
    const { body: message } = await at.desk.request('POST', `/api/v1/tickets/${ticket.id}/replies`, {
      key: at.owner.apiKey,
      body: { body: 'A secret text', status: 'RESOLVED' },
      headers: { 'idempotency-key': '"mine-1"' },
    })
    const told = await stream.count(2)
    expect(told.find(({ event }) => event === 'message.added')?.data).toMatchObject({
      ticketId: ticket.id,
      visibility: 'PUBLIC',
      mutationId: 'mine-1',
      actor: { type: 'key', onBehalfOf: at.owner.ownerId },
      refs: { messageId: message.id },
      changes: [],
    })
    expect(told.find(({ event }) => event === 'ticket.status_changed')?.data).toMatchObject({
      changes: [{ field: 'status', to: 'RESOLVED' }],
      mutationId: 'mine-1',
    })
    expect(stream.text()).not.toContain('secret')
  })

  it('names an event once, though it holds several of its topics', async () => {
    const ticket = await at.ticket()
    const stream = await at.open({
      topics: `${team},ticket:${ticket.key},ticket:${ticket.id},me`,
      key: agent,
    })
    await at.call('POST', `/tickets/${ticket.id}/assign`, { assigneeId: at.cast.agent.id })
    const seq = await at.lastSeq()
    await stream.frame(({ id }) => id === `1.${seq}`)
    const seqs = seqsOf(stream.events())
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
    expect(seqs).toHaveLength(2)
  })

  it('gets by "me" what concerns the person: their tickets, and what is taken from them', async () => {
    const ticket = await at.ticket()
    const stream = await at.open({ topics: 'me', key: agent })
    await at.ticket()
    await at.call('POST', `/tickets/${ticket.id}/assign`, { assigneeId: at.cast.agent.id })
    await at.call('POST', `/tickets/${ticket.id}/assign`, { assigneeId: at.cast.lead.id })
    const told = await stream.count(3)
    expect(new Set(told.map(({ data }) => data.ticketId))).toEqual(new Set([ticket.id]))
    expect(told.at(-1)?.data.changes).toEqual([{ field: 'assigneeId', to: at.cast.lead.id }])
  })

  it('answers HEAD with the head alone, and opens nothing', async () => {
    const { url } = at
    const answer = await fetch(`${url}/api/v1/events?topics=me`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${agent}` },
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ])
    expect(await answer.text()).toBe('')
  })
})

describe('a client that comes back', () => {
  it('gets what it missed, then what happens, each once and in order', async () => {
    const { id: ticketId } = await at.ticket()
    const from = await at.lastSeq()
    await at.tell(...Array.from({ length: 1_100 }, () => ({ ticketId })))
    const stream = await at.open({ topics: team, key: agent, since: `1.${from}` })
    for (let i = 0; i < 20; i += 1) await at.tell({ ticketId }, { ticketId })
    const told = await stream.count(1_140)
    expect(seqsOf(told)).toEqual(upTo(from, from + 1_140))
  })

  it('gets a commit during its catch-up once', async () => {
    const { id: ticketId } = await at.ticket()
    const from = await at.lastSeq()
    await at.tell(...Array.from({ length: 700 }, () => ({ ticketId })))
    const opening = Array.from({ length: 4 }, () => at.open({ topics: team, key: agent, since: `1.${from}` }))
    await Promise.all(Array.from({ length: 60 }, () => at.tell({ ticketId })))
    for (const stream of await Promise.all(opening))
      expect(seqsOf(await stream.count(760))).toEqual(upTo(from, from + 760))
  })

  it('is heard by Last-Event-ID first, by "since" otherwise', async () => {
    const { id: ticketId } = await at.ticket()
    const from = await at.lastSeq()
    await at.tell({ ticketId }, { ticketId }, { ticketId })
    const stream = await at.open({
      topics: team,
      key: agent,
      since: `1.${from}`,
      lastEventId: `1.${from + 2}`,
    })
    await at.tell({ ticketId })
    expect(seqsOf(await stream.count(2))).toEqual([from + 3, from + 4])
  })

  it('gets transactions in the order of their commits, and loses none that began early and ended late', async () => {
    const { id: ticketId } = await at.ticket()
    const stream = await at.open({ topics: team, key: agent })
    const from = await at.lastSeq()
    const begun = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    const scope = { tenantId: at.owner.tenantId, actorId: null }
    const fact = {
      type: 'ticket.updated',
      ticketId,
      visibility: 'PUBLIC',
      actor: { type: 'system', id: null },
      at: new Date().toISOString(),
    } as const
    const late = write(at.desk.db, scope, async (tx) => {
      append(tx, { ...fact, refs: { messageId: LATE } })
      begun.resolve()
      await go.promise
    })
    await begun.promise
    await at.tell({ ticketId })
    await stream.count(1)
    go.resolve()
    await late
    const told = await stream.count(2)
    expect(seqsOf(told)).toEqual([from + 1, from + 2])
    expect(told[1]?.data.refs).toEqual({ messageId: LATE })
  })

  it('loses nothing when every hint is lost: the log is looked at once a second', async () => {
    const { id: ticketId } = await at.ticket()
    const stream = await at.open({ topics: team, key: agent })
    const { onCommitted } = at.desk.db
    at.desk.db.onCommitted = () => {}
    await at.tell({ ticketId })
    await stream.count(1)
    if (onCommitted !== undefined) at.desk.db.onCommitted = onCommitted
  })

  it('starts anew with a reset where its position says nothing here', async () => {
    const lastSeq = await at.lastSeq()
    const theirs = await at.open({ topics: 'me', key: at.cast.stranger.key })
    const sealed = theirs.frames[0]?.id ?? ''
    const wrong = [
      `2.${lastSeq}`,
      `1.${lastSeq + 1}`,
      '1.-1',
      '1.1e3',
      '01.1',
      'x',
      sealed,
      `${'9'.repeat(250)}`,
    ]
    for (const since of wrong) {
      const stream = await at.open({ topics: team, key: agent, since })
      expect([since, stream.frames[0]]).toEqual([
        since,
        { id: `1.${lastSeq}`, event: 'reset', data: { reason: 'unknown-position' } },
      ])
      at.closeAll()
    }
    const stream = await at.open({ topics: team, key: agent, since: 'x' })
    await at.ticket()
    expect(seqsOf(await stream.count(2))).toEqual([lastSeq + 1, lastSeq + 2])
  })

  it("starts anew with a requester's position of another tenant, of an agent, or tampered with", async () => {
    const { requester } = at.cast
    const first = await at.open({ topics: 'me', key: requester.key })
    const good = first.frames[0]?.id ?? ''
    const flipped = [...good].map(
      (char, i) => good.slice(0, i) + (char === 'A' ? 'B' : 'A') + good.slice(i + 1),
    )
    for (const since of ['1.3', ...flipped.filter((_, i) => i % 11 === 0)]) {
      const stream = await at.open({ topics: 'me', key: requester.key, since })
      expect([since, typesOf(stream.frames)]).toEqual([since, ['reset']])
      stream.close()
      await stream.closed
      at.closeAll()
    }
    const again = await at.open({ topics: 'me', key: requester.key, since: good })
    expect(typesOf(again.frames)).toEqual(['hb'])
  })
})

describe('a long poll', () => {
  const poll = (query: string, key = agent) => at.desk.request('GET', `/api/v1/events?${query}`, { key })

  it('answers at once what there is, with the position to come back with', async () => {
    const { id: ticketId } = await at.ticket()
    const from = await at.lastSeq()
    await at.tell(...Array.from({ length: 620 }, () => ({ ticketId })))
    const { status, body } = await poll(`topics=${team}&since=1.${from}&wait=25`)
    expect(status).toBe(200)
    expect(body.events).toHaveLength(500)
    expect(body.events[0]).toMatchObject({ id: `1.${from + 1}`, event: 'ticket.updated', data: { ticketId } })
    expect(body.cursor).toBe(`1.${from + 500}`)
    const next = await poll(`topics=${team}&since=${body.cursor}&wait=25`)
    expect(next.body.events).toHaveLength(120)
    expect(await poll(`topics=${team}&since=${next.body.cursor}&wait=0`)).toMatchObject({
      body: { events: [], cursor: `1.${from + 620}` },
    })
  })

  it('waits for the first event', async () => {
    const { body } = await poll(`topics=${team}&wait=0`)
    const waiting = poll(`topics=${team}&since=${body.cursor}&wait=25`)
    await at.ticket()
    const answer = await waiting
    expect(answer.body.events.length).toBeGreaterThan(0)
    expect(answer.body.events[0].event).toBe('ticket.created')
  })

  it('tells of a reset as a stream does', async () => {
    const { body } = await poll(`topics=${team}&since=nonsense&wait=25`)
    expect(body).toEqual({
      events: [{ id: body.cursor, event: 'reset', data: { reason: 'unknown-position' } }],
      cursor: `1.${await at.lastSeq()}`,
    })
  })

  it('moves the position past what is not for the client', async () => {
    const { body: before } = await poll('topics=me&wait=0')
    await at.ticket()
    const { body: after } = await poll(`topics=me&since=${before.cursor}&wait=0`)
    expect(after).toEqual({ events: [], cursor: `1.${await at.lastSeq()}` })
  })
})

const LATE = '01890000-0000-7000-8000-000000000001'
