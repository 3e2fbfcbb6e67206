import { type Child, startChild } from '../children/call-child.ts'
import type { RecordedTrip } from '../desk/record-statements.ts'
import type { BenchDesk } from '../desk/start-desk.ts'
import { type ProfileSummary, summariseProfile } from '../desk/summarise-profile.ts'
import type { HttpLoadCalls } from './http-load.ts'
import { type LoadResult, median } from './latencies.ts'
import type { ReplayLoadCalls } from './replay-load.ts'
import { type ReplayTemplate, replayTemplate } from './replay-template.ts'
import type { HttpRequest } from './requests.ts'

export type CompareOptions = { connections: number; rounds: number; roundMs: number; profile: boolean }

/** A route beside its ceiling; every figure the median of the rounds. CPU in microseconds a request. */
export type Comparison = {
  http: LoadResult
  ceiling: LoadResult
  /** Median of the rounds' own ratios: the two halves of a round ran under the same load of the machine. */
  ratio: number
  ratios: number[]
  trips: number
  statements: number
  /** Without BEGIN, COMMIT and the setting of the context. */
  ownStatements: number
  texts: string[][]
  deskCpuUs: number
  postgresCpuUs: number
  ceilingPostgresCpuUs: number
  profile?: ProfileSummary
}

/**
 * Measures requests over HTTP against the same statements sent by a bare client over as many connections, in
 * rounds that take turns. Generator, desk and PostgreSQL are processes of their own and share the machine.
 */
export async function compareWithCeiling(
  desk: BenchDesk,
  requests: readonly HttpRequest[],
  options: CompareOptions,
): Promise<Comparison> {
  const { connections, rounds, roundMs } = options
  const recordings = await desk.process.call('record', { requests, times: 2 })
  const templates = recordings.map(([first = [], second = []]) => replayTemplate(first, second))
  const generator = startChild<HttpLoadCalls>('load/http-load.ts')
  const replayer = startChild<ReplayLoadCalls>('load/replay-load.ts')
  try {
    await replayer.call('open', { url: desk.appUrl, connections })
    const overHttp = (durationMs: number) =>
      measured(desk, () => generator.call('run', { port: desk.port, connections, requests, durationMs }))
    const bare = (durationMs: number) =>
      measured(desk, () => replay(replayer, desk, templates, connections, durationMs))
    await bare(roundMs / 2)
    await overHttp(roundMs)
    const pairs: { http: Measured; ceiling: Measured }[] = []
    for (let i = 0; i < rounds; i += 1)
      pairs.push({ ceiling: await bare(roundMs), http: await overHttp(roundMs) })
    const comparison = summed(pairs, recordings[0]?.[0] ?? [])
    return options.profile ? { ...comparison, profile: await profiled(desk, overHttp, roundMs) } : comparison
  } finally {
    await Promise.all([generator.stop(), replayer.stop()])
  }
}

type Measured = LoadResult & { deskCpuUs: number; postgresCpuUs: number }

async function measured(desk: BenchDesk, run: () => Promise<LoadResult>): Promise<Measured> {
  const before = await desk.cpu()
  const result = await run()
  const after = await desk.cpu()
  return {
    ...result,
    deskCpuUs: (after.deskUs - before.deskUs) / result.count,
    postgresCpuUs: (after.postgresUs - before.postgresUs) / result.count,
  }
}

function replay(
  replayer: Child<ReplayLoadCalls>,
  desk: BenchDesk,
  templates: readonly ReplayTemplate[],
  connections: number,
  durationMs: number,
): Promise<LoadResult> {
  return replayer.call('run', { url: desk.appUrl, connections, durationMs, templates })
}

async function profiled(
  desk: BenchDesk,
  overHttp: (durationMs: number) => Promise<LoadResult>,
  roundMs: number,
): Promise<ProfileSummary> {
  await desk.process.call('startProfile', null)
  const { count } = await overHttp(roundMs)
  return summariseProfile(await desk.process.call('stopProfile', null), count)
}

function summed(pairs: { http: Measured; ceiling: Measured }[], trips: RecordedTrip[]): Comparison {
  const of = (side: 'http' | 'ceiling', field: keyof Measured) =>
    median(pairs.map((pair) => pair[side][field]))
  const all = (side: 'http' | 'ceiling'): LoadResult => ({
    count: of(side, 'count'),
    perSecond: of(side, 'perSecond'),
    p50Ms: of(side, 'p50Ms'),
    p95Ms: of(side, 'p95Ms'),
    p99Ms: of(side, 'p99Ms'),
    loadCpuUs: of(side, 'loadCpuUs'),
  })
  const texts = trips.map((trip) => trip.map(({ text }) => text))
  const sent = texts.flat()
  const ratios = pairs.map(({ http, ceiling }) => http.perSecond / ceiling.perSecond)
  return {
    http: all('http'),
    ceiling: all('ceiling'),
    ratio: median(ratios),
    ratios,
    trips: trips.length,
    statements: sent.length,
    ownStatements: sent.filter((text) => !isFrame(text)).length,
    texts,
    deskCpuUs: of('http', 'deskCpuUs'),
    postgresCpuUs: of('http', 'postgresCpuUs'),
    ceilingPostgresCpuUs: of('ceiling', 'postgresCpuUs'),
  }
}

/** What every transaction sends, whatever it does. */
function isFrame(text: string): boolean {
  return /^(BEGIN|COMMIT|SELECT set_config\('app\.tenant_id')/.test(text)
}
