import { startChild } from './children/call-child.ts'
import type { BenchDesk } from './desk/start-desk.ts'
import { plantDesk } from './ground/plant-desk.ts'
import type { HttpLoadCalls } from './load/http-load.ts'
import { type LoadResult, median } from './load/latencies.ts'
import type { HttpRequest } from './load/requests.ts'
import type { BenchOptions } from './options.ts'
import { type ExplainedStatement, explainStatements } from './plans/explain-statements.ts'
import { queryShapes } from './plans/query-shapes.ts'
import { type BenchResult, type Figure, promised } from './report.ts'

const RATIO_MOST = 1.5
const P95_MS_MOST = 20
const REQUESTS_A_ROUND = 200

type ShapeResult = { smallP95Ms: number; largeP95Ms: number; ratio: number; plans: ExplainedStatement[] }

/**
 * Each named read among a million tickets beside the same among ten thousand: two desks that run side by side, asked
 * in turns over one connection.
 */
export async function benchScale(options: BenchOptions): Promise<BenchResult> {
  const [few, many] = options.quick ? [2_000, 20_000] : [10_000, 1_000_000]
  const small = await plantDesk(few)
  try {
    const large = await plantDesk(many)
    try {
      const shapes = await queryShapes(small)
      const largeShapes = await queryShapes(large)
      const results: Record<string, ShapeResult> = {}
      for (const [name, requests] of Object.entries(shapes))
        results[name] = await shapeResult(small, requests, large, largeShapes[name] ?? [], options.rounds)
      return {
        bench: `scale: p95 among ${many} tickets, beside ${few}`,
        figures: Object.entries(results).flatMap(([name, result]) => figuresOf(name, result)),
        details: results,
      }
    } finally {
      await large.stop()
    }
  } finally {
    await small.stop()
  }
}

async function shapeResult(
  small: BenchDesk,
  few: HttpRequest[],
  large: BenchDesk,
  many: HttpRequest[],
  rounds: number,
): Promise<ShapeResult> {
  const generator = startChild<HttpLoadCalls>('load/http-load.ts')
  const ask = (desk: BenchDesk, requests: HttpRequest[]): Promise<LoadResult> =>
    generator.call('run', { port: desk.port, connections: 1, requests, countMax: REQUESTS_A_ROUND })
  try {
    await ask(small, few)
    await ask(large, many)
    const pairs: { small: LoadResult; large: LoadResult }[] = []
    for (let i = 0; i < rounds; i += 1)
      pairs.push({ small: await ask(small, few), large: await ask(large, many) })
    const [trips = []] = (
      await large.process.call('record', { requests: many.slice(0, 1), times: 1 })
    )[0] ?? [[]]
    return {
      smallP95Ms: median(pairs.map((pair) => pair.small.p95Ms)),
      largeP95Ms: median(pairs.map((pair) => pair.large.p95Ms)),
      ratio: median(pairs.map((pair) => pair.large.p95Ms / pair.small.p95Ms)),
      plans: await explainStatements(large.appUrl, trips),
    }
  } finally {
    await generator.stop()
  }
}

function figuresOf(name: string, { smallP95Ms, largeP95Ms, ratio, plans }: ShapeResult): Figure[] {
  const flaws = plans.flatMap((plan) => plan.flaws)
  const worst = Math.max(0, ...flaws.map(({ rows }) => rows))
  return [
    promised(`${name}: p95`, largeP95Ms, 'ms', 'most', P95_MS_MOST),
    promised(`${name}: beside ${smallP95Ms.toFixed(1)} ms`, ratio, 'x', 'most', RATIO_MOST),
    ...(flaws.length === 0
      ? []
      : [
          promised(
            `${name}: ${[...new Set(flaws.map(({ what }) => what))].join(', ')}`,
            worst,
            'rows',
            'most',
            1000,
          ),
        ]),
  ]
}
