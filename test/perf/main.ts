import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { machineState } from '../../bench/machine.ts'
import { type BenchResult, isMet, tableOf } from '../../bench/report.ts'
import { figureOf, type Measure } from './measure.ts'
import { MEASURES } from './measures/index.ts'
import { openStage, type Stage } from './stage.ts'
import { median } from './statistics.ts'

const RUNS = 5
const OUT = join(import.meta.dirname, '..', '..', '.cache', 'perf.json')

/** `npm run perf -- [name ...] [--quick]`: what docs/behaviour/web-speed.md promises. Ends with code 1 when a promise does not hold. */
async function main(parameters: readonly string[]): Promise<void> {
  const isQuick = parameters.includes('--quick')
  const names = parameters.filter((name) => name !== '--quick')
  const unknown = names.find((name) => MEASURES.every((measure) => measure.name !== name))
  if (unknown !== undefined)
    throw new Error(
      `there is no measure "${unknown}"; there are ${MEASURES.map(({ name }) => name).join(', ')}`,
    )
  const before = machineState()
  console.log(`${before.cpus} CPUs (${before.model}), load ${before.load.join(' ')}, Node ${process.version}`)
  console.log('Planting 10,000 tickets, 300 people and a ticket of 500 messages ...')
  mkdirSync(dirname(OUT), { recursive: true })
  const stage = await openStage()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stage.stop().finally(() => process.exit(1)))
  const results: (BenchResult | { bench: string; failed: string })[] = []
  try {
    for (const measure of MEASURES.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const result = await taken(measure, stage, isQuick)
      results.push(result)
      console.log(
        'failed' in result ? `\n== ${measure.name}: FAILED\n${result.failed}` : `\n${tableOf(result)}`,
      )
      writeFileSync(OUT, JSON.stringify({ before, after: machineState(), results }, null, 1))
    }
  } finally {
    await stage.stop()
  }
  console.log(`\nLoad now ${machineState().load.join(' ')}. Everything measured: ${OUT}`)
  const missed = results.some(
    (one) => 'failed' in one || one.figures.some((figure) => isMet(figure) === false),
  )
  process.exitCode = missed ? 1 : 0
}

/** The medians of the runs after a first one that does not count. */
async function taken(
  measure: Measure,
  stage: Stage,
  isQuick: boolean,
): Promise<BenchResult | { bench: string; failed: string }> {
  const { name, gates } = measure
  const count = isQuick ? 1 : (measure.runs ?? RUNS)
  const runs: Record<string, number>[] = []
  try {
    if (count > 1) await measure.run(stage, isQuick)
    for (let at = 0; at < count; at += 1) runs.push(await measure.run(stage, isQuick))
  } catch (error) {
    return { bench: name, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  const figures = Object.keys(gates).map((gate) =>
    figureOf(gates, gate, median(runs.map((run) => run[gate] ?? Number.NaN))),
  )
  return { bench: name, figures, details: runs }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
})
