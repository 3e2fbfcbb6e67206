import { execFileSync } from 'node:child_process'
import { type Child, startChild } from './children/call-child.ts'
import { type BenchDesk, startDesk } from './desk/start-desk.ts'
import { plantListeners } from './ground/plant-listeners.ts'
import { loadResult, median } from './load/latencies.ts'
import type { BenchOptions } from './options.ts'
import { type BenchResult, type Figure, promised } from './report.ts'
import type { BareServerCalls } from './stream/bare-stream-server.ts'
import type { StreamClientCalls } from './stream/stream-clients.ts'

const PER_PERSON = 5
const TEAMS = 10
const EVENTS_A_SECOND = 50
const OPEN_AT_ONCE = 32
/** Sockets that a process needs besides its streams. */
const OTHER_FILES = 500

type Clients = Child<StreamClientCalls>
/** One broadcast: to the last client, to the one in the middle, and what it cost. */
type Broadcast = { lastMs: number; medianMs: number; cpuMs: number; loopMaxMs: number }

/**
 * Streams of one desk: how soon a client hears of a commit while a tenth of 1,000 clients is concerned by each, and what
 * one event for 10,000 clients costs beside a bare server that writes the same bytes.
 */
export async function benchStream(options: BenchOptions): Promise<BenchResult> {
  const many = Math.min(options.quick ? 1_000 : 10_000, openFilesMax() - OTHER_FILES)
  const interested = await byInterest(options)
  const broadcast = await toAll(many, options)
  return {
    bench: `stream: 1000 streams by interest, one event for ${many} (open files at most ${openFilesMax()})`,
    figures: [...interested.figures, ...broadcast.figures],
    details: { interested: interested.details, broadcast: broadcast.details },
  }
}

async function byInterest(options: BenchOptions): Promise<{ figures: Figure[]; details: unknown }> {
  const seconds = options.quick ? 4 : 20
  const [desk, clients] = [await startDesk(), startClients()]
  try {
    const teams = await makeTeams(desk, TEAMS)
    const heads: string[] = []
    const tickets: string[] = []
    for (const teamId of teams) {
      const { keys } = await plantListeners(desk, teamId, 100 / PER_PERSON)
      heads.push(...keys.flatMap((key) => Array.from({ length: PER_PERSON }, () => streamHead(key, teamId))))
      tickets.push(await makeTicket(desk, teamId))
    }
    const { ms } = await clients.call('open', { port: desk.port, heads, atOnce: OPEN_AT_ONCE })
    await clients.call('forget', null)
    await desk.process.call('strain', null)
    const before = await desk.cpu()
    const events = seconds * EVENTS_A_SECOND
    await atRate(events, EVENTS_A_SECOND, (i) => addNote(desk, tickets[i % tickets.length] ?? ''))
    const { latenciesMs } = await clients.call('seen', { count: events * 100, timeoutMs: 30_000 })
    const after = await desk.cpu()
    const { loopMaxMs } = await desk.process.call('strain', null)
    const { p50Ms, p95Ms, p99Ms } = loadResult(latenciesMs, seconds * 1000, 0)
    const figures: Figure[] = [
      { name: '1,000 streams, 50 events/s for 100 each: p50', value: p50Ms, unit: 'ms' },
      promised('the same: p95', p95Ms, 'ms', 'most', 50),
      { name: 'the same: p99', value: p99Ms, unit: 'ms' },
      promised(
        'the same: events lost or sent twice',
        Math.abs(latenciesMs.length - events * 100),
        '',
        'most',
        0,
      ),
      {
        name: 'the same: CPU of the desk',
        value: (after.deskUs - before.deskUs) / seconds / 10_000,
        unit: '%',
      },
      { name: 'opening 1,000 streams', value: (heads.length / ms) * 1000, unit: '/s' },
    ]
    return { figures, details: { p50Ms, p95Ms, p99Ms, loopMaxMs, deliveries: latenciesMs.length } }
  } finally {
    await clients.stop()
    await desk.stop()
  }
}

async function toAll(many: number, options: BenchOptions): Promise<{ figures: Figure[]; details: unknown }> {
  const [desk, clients] = [await startDesk(), startClients()]
  try {
    const { keys } = await plantListeners(desk, desk.teamId, many / PER_PERSON)
    const heads = keys.flatMap((key) =>
      Array.from({ length: PER_PERSON }, () => streamHead(key, desk.teamId)),
    )
    const ticketId = await makeTicket(desk, desk.teamId)
    const emptyBytes = await desk.process.call('heldBytes', null)
    const { ms } = await clients.call('open', { port: desk.port, heads, atOnce: OPEN_AT_ONCE })
    const fullBytes = await desk.process.call('heldBytes', null)
    await desk.process.call('strain', null)
    const ours: Broadcast[] = []
    let frame = ''
    for (let round = 0; round <= options.rounds; round += 1) {
      const one = await broadcast(clients, many, {
        tell: () => addNote(desk, ticketId),
        cpuUs: async () => (await desk.cpu()).deskUs,
        loopMaxMs: async () => (await desk.process.call('strain', null)).loopMaxMs,
      })
      frame = one.frame
      // The first one warms up.
      if (round > 0) ours.push(one)
    }
    await clients.call('closeAll', null)
    const { bare, bareBytes } = await bareBroadcasts(clients, many, frame, options)
    const figures: Figure[] = [
      { name: `${many} streams, one event for all: last client`, value: of(ours, 'lastMs'), unit: 'ms' },
      { name: 'the same: client in the middle', value: of(ours, 'medianMs'), unit: 'ms' },
      { name: 'the same: CPU of the desk', value: of(ours, 'cpuMs'), unit: 'ms' },
      promised(
        'the same: event loop stands still, worst',
        Math.max(...ours.map((one) => one.loopMaxMs)),
        'ms',
        'most',
        50,
      ),
      { name: 'a bare server with the same bytes: last client', value: of(bare, 'lastMs'), unit: 'ms' },
      { name: 'a bare server with the same bytes: CPU', value: of(bare, 'cpuMs'), unit: 'ms' },
      {
        name: 'last client, times the bare server',
        value: of(ours, 'lastMs') / of(bare, 'lastMs'),
        unit: '',
      },
      { name: 'CPU, times the bare server', value: of(ours, 'cpuMs') / of(bare, 'cpuMs'), unit: '' },
      promised('memory a stream', (fullBytes - emptyBytes) / many / 1024, 'KB', 'most', 25),
      { name: 'memory a client of the bare server', value: bareBytes / many / 1024, unit: 'KB' },
      { name: `opening ${many} streams`, value: (many / ms) * 1000, unit: '/s' },
    ]
    return { figures, details: { ours, bare, frameBytes: frame.length } }
  } finally {
    await clients.stop()
    await desk.stop()
  }
}

async function bareBroadcasts(
  clients: Clients,
  many: number,
  frame: string,
  options: BenchOptions,
): Promise<{ bare: Broadcast[]; bareBytes: number }> {
  const server = startChild<BareServerCalls>('stream/bare-stream-server.ts')
  try {
    const port = await server.call('listen', null)
    const empty = await server.call('rss', null)
    const heads = Array.from({ length: many }, () => 'GET / HTTP/1.1\r\nhost: bench\r\n\r\n')
    await clients.call('open', { port, heads, atOnce: OPEN_AT_ONCE })
    const bareBytes = (await server.call('rss', null)) - empty
    const bare: Broadcast[] = []
    for (let round = 0; round <= options.rounds; round += 1) {
      const one = await broadcast(clients, many, {
        tell: () => server.call('broadcast', frame),
        cpuUs: () => server.call('cpu', null),
        loopMaxMs: async () => 0,
      })
      if (round > 0) bare.push(one)
    }
    return { bare, bareBytes }
  } finally {
    await server.stop()
  }
}

async function broadcast(
  clients: Clients,
  many: number,
  server: { tell(): Promise<unknown>; cpuUs(): Promise<number>; loopMaxMs(): Promise<number> },
): Promise<Broadcast & { frame: string }> {
  await clients.call('forget', null)
  await server.loopMaxMs()
  const before = await server.cpuUs()
  await server.tell()
  const { latenciesMs, frame } = await clients.call('seen', { count: many, timeoutMs: 30_000 })
  const cpuMs = ((await server.cpuUs()) - before) / 1000
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  const lastMs = sorted.at(-1) ?? Number.NaN
  return { lastMs, medianMs: median(sorted), cpuMs, loopMaxMs: await server.loopMaxMs(), frame }
}

function of(rounds: readonly Broadcast[], figure: keyof Broadcast): number {
  return median(rounds.map((round) => round[figure]))
}

function startClients(): Clients {
  return startChild<StreamClientCalls>('stream/stream-clients.ts')
}

function streamHead(key: string, teamId: string): string {
  return `GET /api/v1/events?topics=team:${teamId} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${key}\r\n\r\n`
}

async function makeTeams(desk: BenchDesk, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 1; i <= count; i += 1)
    ids.push((await desk.call<{ id: string }>('POST', '/teams', { name: `Team ${i}`, prefix: `B${i}` })).id)
  return ids
}

async function makeTicket(desk: BenchDesk, teamId: string): Promise<string> {
  const requester = { email: 'rita@bench.example' }
  const body = { subject: 'Bench', body: 'Bench', teamId, requester }
  return (await desk.call<{ id: string }>('POST', '/tickets', body)).id
}

/** A real commit with one event. */
function addNote(desk: BenchDesk, ticketId: string): Promise<unknown> {
  return desk.call('POST', `/tickets/${ticketId}/notes`, { body: 'A note' })
}

/** Does something so many times at an even rate, whether or not the last one is done. */
async function atRate(times: number, perSecond: number, act: (i: number) => Promise<unknown>): Promise<void> {
  const start = performance.now()
  const all: Promise<unknown>[] = []
  for (let i = 0; i < times; i += 1) {
    const dueMs = start + (i * 1000) / perSecond - performance.now()
    if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs))
    all.push(act(i))
  }
  await Promise.all(all)
}

function openFilesMax(): number {
  const text = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim()
  return text === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(text)
}
