import { createClient } from '../../contracts/client.ts'
import { createKey } from '../../contracts/keys.ts'
import { createPerson } from '../../contracts/people.ts'
import type { Scope } from '../../contracts/route.ts'
import { createTeam, listTeams } from '../../contracts/teams.ts'
import { createTicket, listTickets, readTicket, type Ticket } from '../../contracts/tickets.ts'
import { write } from '../../server/platform/db/index.ts'
import { append } from '../../server/platform/log/index.ts'
import type { TrialRedis } from '../parts/redis.ts'
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts'
import { type DeskProcess, startDeskProcess } from './desk-process.ts'
import { type Follower, follow } from './followers.ts'
import { openInProcessDesk, urlsOf } from './in-process-desk.ts'
import { isToldToRequester, type LoggedEvent, leakedNumbers, readLog, streamFaults } from './stream-ledger.ts'
import { createTicketCache, differences } from './ticket-cache.ts'
import { setUpTrialDesk } from './ticket-load.ts'
import { startWork, type Work } from './ticket-work.ts'
import { ask, startTrialServer, type TrialServer } from './trial-server.ts'
import { pause, until } from './until.ts'

/** What a run saw. `broken` must be empty. */
export type StreamReport = {
  broken: string[]
  faults: Record<string, number>
  events: number
  /** Of all followers together. */
  handedOver: number
  connections: number
  cuts: number
}

export type StreamRoundsOptions = {
  /** Commands between two faults. */
  actsBetween: number
  another: (round: number) => boolean
  /** Carries hints between the desks, and is killed and frozen too. */
  redis: TrialRedis | undefined
  /** How long the slow client takes for a piece of 1 KiB; it must keep up with the work in the end. */
  slowChunkMs: number
  log: (line: string) => void
}

const CUT_EVERY_MS = 150
const SAID_MAX = 4_000

/**
 * Two desks on one database, clients of every right through a way that cuts them at random, work on all tickets; desks
 * and Redis are killed. At the end each client was handed exactly what it may see, each event once and in order. Rule:
 * docs/behaviour/stream-client.md.
 */
export async function runStreamRounds(options: StreamRoundsOptions): Promise<StreamReport> {
  const server = await startTrialServer()
  const desks: DeskProcess[] = []
  const start = async () => {
    const redis = options.redis === undefined ? {} : { REDIS_URL: options.redis.url }
    const desk = await startDeskProcess({ ...server.env, ...redis, ROLE: 'web' })
    desks.push(desk)
    return desk
  }
  try {
    return await runRounds(server, start, options)
  } catch (cause) {
    const said = desks.slice(-2).map((desk) => `${desk.url}: ${desk.output().slice(-SAID_MAX)}`)
    throw new Error([...said, String(cause)].join('\n'), { cause })
  } finally {
    for (const desk of desks) await desk.kill()
    await server.stop()
  }
}

async function runRounds(
  server: TrialServer,
  start: () => Promise<DeskProcess>,
  { actsBetween, another, redis, slowChunkMs, log }: StreamRoundsOptions,
): Promise<StreamReport> {
  const desks = [await start(), await start()]
  const urls = () => desks.map(({ url }) => url)
  const cast = await makeCast(desks[0]?.url ?? '')
  const from = await lastSeq(server)
  const quick = await startCuttingProxy(urls)
  const slow = await startCuttingProxy(urls, { chunkMs: slowChunkMs })
  const watched = followAll(cast, quick, slow)
  await until('followers that are live', () =>
    watched.every(({ follower }) => follower.stream.cursor() !== undefined),
  )
  const work = startWork(urls, cast.workers, 4)
  const cutter = startCutter([quick, slow])
  const faults: Record<string, number> = {}
  const happen: Record<string, () => Promise<void>> = {
    async deskKilled() {
      const i = Math.floor(Math.random() * desks.length)
      await desks[i]?.kill()
      desks[i] = await start()
    },
    lateCommit: () => commitLate(server, cast, work, actsBetween),
    ...(redis === undefined ? {} : redisFaults(redis, work, actsBetween)),
  }
  for (let round = 0; another(round); round += 1) {
    for (const [name, fault] of Object.entries(happen)) {
      await moreDone(work, actsBetween)
      log(`round ${round + 1}: ${name} after ${work.done()} commands`)
      await fault()
      faults[name] = (faults[name] ?? 0) + 1
    }
  }
  await moreDone(work, actsBetween)
  const refused = await work.finish()
  cutter.stop()
  const events = await readLog(server.superuserUrl, from)
  await untilAllCame(watched, events)
  const broken = [...refused, ...(await violations(watched, events))]
  for (const { follower } of watched) follower.stream.stop()
  await Promise.all([quick.stop(), slow.stop()])
  const total = (of: (follower: Follower) => number) =>
    watched.reduce((sum, one) => sum + of(one.follower), 0)
  return {
    broken,
    faults,
    events: events.length,
    handedOver: total((follower) => follower.events.length),
    connections: total((follower) => follower.connections()),
    cuts: quick.cuts() + slow.cuts(),
  }
}

type Watched = {
  follower: Follower
  sees: (event: LoggedEvent) => boolean
  /** Where the follower's cache and the desk differ. */
  stale?: () => Promise<string[]>
  isRequester?: boolean
}
type Cast = Awaited<ReturnType<typeof makeCast>>

const AGENT_SCOPES: Scope[] = ['tickets:read', 'tickets:write', 'notes:read', 'notes:write']

/** The people of a run, through the API: two teams, agents of each, requesters. */
async function makeCast(url: string) {
  const { apiKey: ownerKey, tenantId } = await setUpTrialDesk(url)
  const client = createClient({ baseUrl: url, key: ownerKey })
  const { items } = await client.call(listTeams, {})
  const itId = items[0]?.id ?? ''
  const { id: hrId } = await client.call(createTeam, { body: { name: 'HR', prefix: 'HR' } })
  const member = async (name: string, teamIds: string[], scopes: Scope[] = AGENT_SCOPES) => {
    const email = `${name}@example.org`
    const role = teamIds.length === 0 ? 'EMPLOYEE' : 'AGENT'
    const body = { name, email, role, ...(teamIds.length === 0 ? {} : { teamIds }) } as const
    const { id } = await client.call(createPerson, { body })
    const made = await client.call(createKey, { body: { name, scopes, personId: id } })
    return { id, email, key: made.apiKey }
  }
  const agent = await member('agent', [itId])
  const slow = await member('slow', [itId])
  const unnoted = await member('unnoted', [itId], ['tickets:read', 'tickets:write'])
  const other = await member('other', [hrId])
  const requester = await member('requester', [])
  const neighbour = await member('neighbour', [])
  const body = { subject: 'The first', body: 'Hello', requester: { email: requester.email } }
  const first = await client.call(createTicket, { body })
  const workers = {
    ownerKey,
    requesterKey: requester.key,
    requesterEmails: [requester.email, neighbour.email],
    agentIds: [agent.id, slow.id, other.id],
    teamIds: [itId, hrId],
  }
  return { ownerKey, tenantId, itId, hrId, agent, slow, unnoted, other, requester, neighbour, first, workers }
}

function followAll(cast: Cast, quick: CuttingProxy, slow: CuttingProxy): Watched[] {
  const { itId, hrId, first, requester, neighbour } = cast
  const inTeam = (teamId: string) => (event: LoggedEvent) => event.teamId === teamId
  const own = (id: string) => (event: LoggedEvent) => event.requesterId === id && isToldToRequester(event)
  const plain = (name: string, key: string, topics: string[]) => follow({ name, key, topics }, quick.url)
  return [
    {
      follower: plain('owner', cast.ownerKey, [`team:${itId}`, `team:${hrId}`]),
      sees: (event) => event.teamId !== null,
    },
    { ...cached('agent', cast.agent.key, itId, { stream: quick, reads: quick }), sees: inTeam(itId) },
    { ...cached('slow agent', cast.slow.key, itId, { stream: slow, reads: quick }), sees: inTeam(itId) },
    {
      follower: plain('agent without notes', cast.unnoted.key, [`team:${itId}`]),
      sees: (event) =>
        event.teamId === itId && !(event.type === 'message.added' && event.visibility === 'INTERNAL'),
    },
    {
      follower: plain('agent of the other team', cast.other.key, [`team:${hrId}`, 'me']),
      sees: inTeam(hrId),
    },
    { follower: plain('requester', requester.key, ['me']), sees: own(requester.id), isRequester: true },
    { follower: plain('neighbour', neighbour.key, ['me']), sees: own(neighbour.id), isRequester: true },
    {
      follower: plain('one ticket', requester.key, [`ticket:${first.key}`]),
      sees: (event) => event.ticketId === first.id && isToldToRequester(event),
      isRequester: true,
    },
  ]
}

/** A follower that keeps tickets by its events. */
function cached(
  name: string,
  key: string,
  teamId: string,
  by: { stream: CuttingProxy; reads: CuttingProxy },
): Pick<Watched, 'follower' | 'stale'> {
  const client = createClient({ baseUrl: by.reads.url, key })
  const readAll = async () => {
    const tickets: Ticket[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await client.call(listTickets, {
        query: { team: teamId, limit: 100, ...(cursor === undefined ? {} : { cursor }) },
      })
      tickets.push(...page.items)
      if (page.nextCursor === null) return tickets
      cursor = page.nextCursor
    }
  }
  const cache = createTicketCache({
    read: async (id) => {
      // A cut hits reads as well.
      for (;;) {
        const ticket = await client.call(readTicket, { params: { id } }).catch(() => undefined)
        if (ticket !== undefined) return ticket
      }
    },
    readAll,
  })
  const follower = follow({ name, key, topics: [`team:${teamId}`] }, by.stream.url, {
    event: cache.take,
    reset: cache.reset,
  })
  const stale = async () => {
    const [kept, fresh] = [await cache.tickets(), await readAll()]
    const touched = fresh.filter(({ id }) => follower.events.some(({ data }) => data.ticketId === id))
    return differences(kept, touched).map((line) => `${name}: ${line}`)
  }
  return { follower, stale }
}

async function violations(watched: readonly Watched[], events: readonly LoggedEvent[]): Promise<string[]> {
  const found: string[] = []
  for (const { follower, sees, stale, isRequester } of watched) {
    found.push(...streamFaults(follower, events, sees))
    if (follower.resets() > 0) found.push(`${follower.name} was reset ${follower.resets()} times`)
    if (isRequester === true) found.push(...leakedNumbers(follower))
    if (stale !== undefined) found.push(...(await stale()))
  }
  return found
}

/** A follower that lacks something at the end is named by the violations, so waiting for it in vain is no error here. */
async function untilAllCame(watched: readonly Watched[], events: readonly LoggedEvent[]): Promise<void> {
  const isWhole = ({ follower, sees }: Watched) => follower.events.length >= events.filter(sees).length
  await until('all events with all followers', () => watched.every(isWhole)).catch(() => {})
}

async function moreDone(work: Work, acts: number): Promise<void> {
  const reached = work.done() + acts
  await until(`${acts} more commands`, () => work.done() >= reached)
}

/** A transaction that begins, waits while others commit, and commits last, in a process that tells nobody. */
async function commitLate(server: TrialServer, cast: Cast, work: Work, acts: number): Promise<void> {
  const silent = await openInProcessDesk(urlsOf(server.appUrl, server.ownerUrl))
  try {
    await write(silent.db, { tenantId: cast.tenantId, actorId: null }, async (tx) => {
      append(tx, {
        type: 'ticket.updated',
        ticketId: cast.first.id,
        visibility: 'PUBLIC',
        actor: { type: 'system', id: null },
        at: new Date().toISOString(),
      })
      // The transaction may stand idle for 4.5 s at most.
      await Promise.race([moreDone(work, acts), pause(3_000)])
    })
  } finally {
    await silent.stop()
  }
}

function redisFaults(redis: TrialRedis, work: Work, acts: number): Record<string, () => Promise<void>> {
  return {
    async redisKilled() {
      await redis.kill()
      await moreDone(work, acts)
      await redis.start()
    },
    async redisFrozen() {
      redis.freeze()
      await moreDone(work, acts)
      redis.thaw()
    },
  }
}

function startCutter(proxies: readonly CuttingProxy[]): { stop(): void } {
  const timer = setInterval(() => {
    for (const proxy of proxies) if (Math.random() < 0.7) proxy.cutOne()
  }, CUT_EVERY_MS)
  return { stop: () => clearInterval(timer) }
}

async function lastSeq(server: TrialServer): Promise<number> {
  const [row] = await ask<{ seq: number }>(
    server.superuserUrl,
    'SELECT coalesce(max(seq), 0)::int AS seq FROM app.event',
  )
  return row?.seq ?? 0
}
