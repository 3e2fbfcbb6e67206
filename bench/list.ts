import { plantDesk } from './ground/plant-desk.ts'
import { type Comparison, compareWithCeiling } from './load/compare-with-ceiling.ts'
import { comparisonFigures } from './load/comparison-figures.ts'
import { get } from './load/requests.ts'
import type { BenchOptions } from './options.ts'
import { OPEN } from './plans/query-shapes.ts'
import { type BenchResult, type Figure, promised } from './report.ts'

/** A page of 50 among 100,000 tickets beside its ceiling, for an owner and for an agent of some teams. */
export async function benchList(options: BenchOptions): Promise<BenchResult> {
  const tickets = options.quick ? 10_000 : 100_000
  const desk = await plantDesk(tickets)
  try {
    const shapes = {
      'owner, all': get(desk.apiKey, '/tickets?limit=50'),
      'agent of 3 teams, open': get(desk.agent.key, `/tickets?limit=50&status=${OPEN}`),
    }
    const figures: Figure[] = []
    const details: Record<string, Comparison> = {}
    for (const [name, request] of Object.entries(shapes)) {
      const comparison = await compareWithCeiling(desk, [request], options)
      details[name] = comparison
      figures.push(...comparisonFigures(comparison, name), ...statementFigures(comparison, name))
    }
    return { bench: `list: GET /tickets?limit=50 among ${tickets}`, figures, details }
  } finally {
    await desk.stop()
  }
}

function statementFigures({ trips, statements, ownStatements }: Comparison, name: string): Figure[] {
  return [
    promised(`${name}: statements without BEGIN, COMMIT, context`, ownStatements, '', 'most', 4),
    { name: `${name}: statements in all`, value: statements, unit: '' },
    { name: `${name}: trips to the database`, value: trips, unit: '' },
  ]
}
