import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PresenceMode } from '../../../contracts/presence.ts'
import { type Cast, castOf, fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, type OpenStream, openStream, type SetUp, startDesk } from '../../../test/harness/index.ts'
import type { Signal } from '../../platform/signals/index.ts'
import type { Whisper } from './hub.ts'
import { createPresenceBoard, type PresenceBoard } from './presence.ts'

describe('presence on a desk', () => {
  let desk: Desk
  let owner: SetUp
  let cast: Cast
  let url: string
  const open: OpenStream[] = []
  beforeAll(async () => {
    desk = await startDesk()
    owner = await desk.setup()
    cast = await castOf(desk, owner)
    url = await desk.listen()
  })
  afterAll(() => desk.stop())
  afterEach(() => {
    for (const one of open.splice(0)) one.close()
  })
  const say = (key: string, ticket: string, mode: string) =>
    desk.request('POST', `/api/v1/tickets/${ticket}/presence`, { key, body: { mode } })
  const read = (key: string, ticket: string) =>
    desk.request('GET', `/api/v1/tickets/${ticket}/presence`, { key })
  const follow = async (key: string, topics: string) => {
    const stream = await openStream(url, { topics, key })
    open.push(stream)
    await stream.frame(({ event }) => event === 'hb')
    return stream
  }

  it('is told to the others who work on the ticket, without a position, and never to its requester', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const lead = await follow(cast.lead.key, `ticket:${ticket.id}`)
    const team = await follow(cast.lead.key, `team:${owner.teamId}`)
    const requester = await follow(cast.requester.key, `ticket:${ticket.id},me`)
    expect((await say(cast.agent.key, ticket.key, 'REPLYING')).status).toBe(204)
    const frame = await lead.frame(({ event }) => event === 'presence')
    expect(frame.id).toBeUndefined()
    expect(frame.data).toMatchObject({ ticketId: ticket.id, person: { id: cast.agent.id }, mode: 'REPLYING' })
    expect((await read(cast.lead.key, ticket.key)).body.items).toMatchObject([
      { person: { id: cast.agent.id, name: 'agent' }, mode: 'REPLYING', since: frame.data.since },
    ])
    await say(cast.agent.key, ticket.id, 'LEFT')
    await lead.frame(({ data }) => data.mode === 'LEFT')
    expect((await read(cast.lead.key, ticket.id)).body.items).toEqual([])
    const reply = await desk.request('POST', `/api/v1/tickets/${ticket.id}/replies`, {
      key: cast.agent.key,
      body: { body: 'Now?' },
    })
    expect(reply.status).toBe(201)
    await requester.frame(({ event }) => event === 'message.added')
    expect(requester.frames.filter(({ event }) => event === 'presence')).toEqual([])
    const ofTeam = team.frames.filter(({ event }) => event === 'presence')
    expect(ofTeam.map(({ data }) => data)).toMatchObject([
      { ticketId: ticket.id, person: { id: cast.agent.id }, mode: 'REPLYING' },
      { ticketId: ticket.id, person: { id: cast.agent.id }, mode: 'LEFT' },
    ])
    for (const { data } of ofTeam)
      expect(Object.keys(data).sort()).toEqual(['mode', 'person', 'since', 'ticketId'])
  })

  it('reaches whoever holds both topics once, and on the team’s topic neither the requester nor another team', async () => {
    const own = await fileTicket(desk, cast.agent.key)
    const both = await follow(owner.apiKey, `ticket:${own.id},team:${owner.teamId}`)
    const requester = await follow(cast.agent.key, `team:${owner.teamId},ticket:${own.id},me`)
    const elsewhere = await follow(cast.otherAgent.key, `team:${cast.otherTeamId}`)
    await say(cast.lead.key, own.id, 'VIEWING')
    await say(cast.lead.key, own.id, 'NOTING')
    // What comes behind the presence on each stream, so that its absence is seen and not waited for.
    await fileTicket(desk, cast.requester.key)
    await fileTicket(desk, cast.requester.key, { teamId: cast.otherTeamId })
    for (const stream of [both, requester, elsewhere])
      await stream.frame(({ event }) => event === 'ticket.created')
    const modes = (stream: OpenStream) =>
      stream.frames.filter(({ event }) => event === 'presence').map(({ data }) => data.mode)
    expect([modes(both), modes(requester), modes(elsewhere)]).toEqual([['VIEWING', 'NOTING'], [], []])
  })

  it('of several tickets is read in one call, without those that the reader does not work on', async () => {
    const [first, second, quiet] = [
      await fileTicket(desk, cast.requester.key),
      await fileTicket(desk, cast.requester.key),
      await fileTicket(desk, cast.requester.key),
    ]
    const own = await fileTicket(desk, cast.agent.key)
    for (const ticket of [first, second, own]) await say(cast.lead.key, ticket.id, 'VIEWING')
    await say(cast.agent.key, second.id, 'NOTING')
    const list = (key: string, tickets: string) =>
      desk.request('GET', `/api/v1/presence?tickets=${tickets}`, { key })
    const all = [first, second, quiet, own].map(({ id }) => id).join(',')
    const seen = async (key: string) =>
      (await list(key, all)).body.items
        .map((one: { ticketId: string; person: { id: string }; mode: string }) =>
          [one.ticketId, one.person.id, one.mode].join(' '),
        )
        .sort()
    const inTeam = [
      [first.id, cast.lead.id, 'VIEWING'],
      [second.id, cast.agent.id, 'NOTING'],
      [second.id, cast.lead.id, 'VIEWING'],
    ].map((words) => words.join(' '))
    expect(await seen(cast.agent.key)).toEqual(inTeam.sort())
    expect(await seen(owner.apiKey)).toEqual([...inTeam, `${own.id} ${cast.lead.id} VIEWING`].sort())
    expect(await seen(cast.otherAgent.key)).toEqual([])
    expect(await seen(cast.otherTenant.apiKey)).toEqual([])
    expect((await list(cast.requester.key, all)).status).toBe(403)
    const tooMany = Array.from({ length: 101 }, (_, i) => own.id.slice(0, -3) + String(100 + i)).join(',')
    for (const tickets of [own.key, `${own.id},`, '', tooMany])
      expect((await list(cast.agent.key, tickets)).status).toBe(422)
  })

  it('is refused to whoever does not work on the ticket, and hidden tickets are not there', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const own = await fileTicket(desk, cast.agent.key)
    const statuses = async (key: string, id: string) => [
      (await say(key, id, 'VIEWING')).status,
      (await read(key, id)).status,
    ]
    expect(await statuses(cast.requester.key, ticket.id)).toEqual([403, 403])
    expect(await statuses(cast.agent.key, own.id)).toEqual([403, 403])
    expect(await statuses(cast.lead.key, own.id)).toEqual([204, 200])
    expect(await statuses(cast.otherAgent.key, ticket.id)).toEqual([404, 404])
    expect(await statuses(cast.otherTenant.apiKey, ticket.id)).toEqual([404, 404])
    expect((await say(cast.agent.key, ticket.id, 'SLEEPING')).status).toBe(422)
  })

  it('ends 35 s after the last word, and those who look are told', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const lead = await follow(cast.lead.key, `ticket:${ticket.id}`)
    await say(cast.agent.key, ticket.id, 'VIEWING')
    desk.moveClock(34_000)
    expect((await read(cast.lead.key, ticket.id)).body.items).toHaveLength(1)
    await say(cast.agent.key, ticket.id, 'VIEWING')
    desk.moveClock(34_000)
    expect((await read(cast.lead.key, ticket.id)).body.items).toHaveLength(1)
    desk.moveClock(1_000)
    expect((await read(cast.lead.key, ticket.id)).body.items).toEqual([])
    await lead.frame(({ event, data }) => event === 'presence' && data.mode === 'LEFT')
  })
})

describe('the board', () => {
  const TENANT = 't1'
  const TICKET = 'k1'
  const PLACE = { ticketId: TICKET, teamId: 'm1', requesterId: 'r1' }
  let now = 1_000_000
  const boards: PresenceBoard[] = []
  const board = () => {
    const told: Whisper[] = []
    const made = createPresenceBoard(
      (whisper) => void told.push(whisper),
      () => now,
    )
    boards.push(made)
    const say = (mode: PresenceMode, name = 'Ada') =>
      made.say({ tenantId: TENANT, ...PLACE, person: { id: name, name }, mode })
    const modes = () => told.splice(0).map(({ data }) => (data as { mode: string }).mode)
    return { ...made, say, told, modes }
  }
  afterEach(() => {
    for (const one of boards.splice(0)) one.stop()
  })

  it('tells the same thing once in two seconds, another at once, and keeps since when', () => {
    const { say, modes, on } = board()
    say('VIEWING')
    say('VIEWING')
    now += 1_999
    say('VIEWING')
    expect(modes()).toEqual(['VIEWING'])
    say('REPLYING')
    say('VIEWING')
    expect(modes()).toEqual(['REPLYING', 'VIEWING'])
    const [{ since } = expect.fail('nobody is there')] = on(TENANT, TICKET)
    now += 15_000
    say('VIEWING')
    expect(modes()).toEqual(['VIEWING'])
    expect(on(TENANT, TICKET)).toEqual([{ person: { id: 'Ada', name: 'Ada' }, mode: 'VIEWING', since }])
  })

  it('says nothing of somebody who leaves without having been there', () => {
    const { say, modes } = board()
    say('LEFT')
    expect(modes()).toEqual([])
  })

  it('hears what other processes say, and tells its own once', () => {
    const listeners = new Set<(signal: Signal) => void>()
    const bus = {
      send: (signal: Signal) => {
        for (const listener of listeners) listener(structuredClone(signal))
      },
      onSignal: (listener: (signal: Signal) => void) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    }
    const [here, there] = [board(), board()]
    here.spreadBy(bus)
    there.spreadBy(bus)
    here.say('VIEWING', 'Ada')
    there.say('NOTING', 'Bob')
    expect([here.modes(), there.modes()]).toEqual([
      ['VIEWING', 'NOTING'],
      ['VIEWING', 'NOTING'],
    ])
    expect(there.on(TENANT, TICKET)).toEqual(here.on(TENANT, TICKET))
    here.say('LEFT', 'Ada')
    expect(there.on(TENANT, TICKET).map(({ person }) => person.name)).toEqual(['Bob'])
    expect(here.on('t2', TICKET)).toEqual([])
  })

  it('takes no nonsense from another process', () => {
    let heard: (signal: Signal) => void = () => {}
    const { spreadBy, told, on } = board()
    spreadBy({
      send: () => {},
      onSignal: (listener) => {
        heard = listener
        return () => {}
      },
    })
    const person = { id: 'x', name: 'X' }
    const whole = { ticketId: TICKET, person, mode: 'VIEWING', since: '2026-01-01T00:00:00.000Z' }
    for (const data of [
      null,
      1,
      {},
      { ...whole, mode: 'X' },
      { ...whole, person: null },
      { ...whole, since: 1 },
    ])
      heard({ tenantId: TENANT, topic: `ticket:${TICKET}`, event: 'presence', data })
    heard({ tenantId: TENANT, topic: 'team:1', event: 'hb', data: whole })
    expect([told, on(TENANT, TICKET)]).toEqual([[], []])
    heard({ tenantId: TENANT, topic: 'team:1', event: 'presence', data: whole })
    expect(told.map(({ topic }) => topic)).toEqual([`ticket:${TICKET}`])
  })
})
