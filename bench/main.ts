import { writeFileSync } from 'node:fs'
import { benchCreate } from './create.ts'
import { benchList } from './list.ts'
import { machineState } from './machine.ts'
import { benchMails } from './mails.ts'
import { type BenchOptions, readOptions, USAGE } from './options.ts'
import { type BenchResult, isMet, tableOf } from './report.ts'
import { benchScale } from './scale.ts'
import { benchStart } from './start.ts'
import { benchStream } from './stream.ts'

const BENCHES: Record<string, (options: BenchOptions) => Promise<BenchResult>> = {
  create: benchCreate,
  list: benchList,
  scale: benchScale,
  mails: benchMails,
  start: benchStart,
  stream: benchStream,
}

/** `npm run bench`: what docs/behaviour/speed.md promises, measured. Ends with code 1 when a promise does not hold. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), Object.keys(BENCHES))
  const names = options.names.length === 0 ? Object.keys(BENCHES) : options.names
  const before = machineState()
  console.log(`${before.cpus} CPUs (${before.model}), load ${before.load.join(' ')}, Node ${process.version}`)
  console.log('Generator, desk and PostgreSQL share them; under other load absolute figures are pessimistic.')
  const results: (BenchResult | { bench: string; failed: string })[] = []
  for (const name of names) {
    const result = await run(name, options)
    results.push(result)
    console.log('failed' in result ? `\n== ${name}: FAILED\n${result.failed}` : `\n${tableOf(result)}`)
    const file = { options, before, after: machineState(), results }
    writeFileSync(options.out, JSON.stringify(file, null, 1))
  }
  console.log(`\nLoad now ${machineState().load.join(' ')}. Everything measured: ${options.out}`)
  const missed = results.some(
    (result) => 'failed' in result || result.figures.some((figure) => isMet(figure) === false),
  )
  process.exitCode = missed ? 1 : 0
}

async function run(
  name: string,
  options: BenchOptions,
): Promise<BenchResult | { bench: string; failed: string }> {
  try {
    const bench = BENCHES[name]
    if (bench === undefined) throw new Error('no such bench')
    return await bench(options)
  } catch (error) {
    return { bench: name, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

main().catch((error) => {
  console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`)
  process.exitCode = 2
})
