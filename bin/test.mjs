import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap, keepCompiledCode } from './bootstrap.mjs'
import { checkFormat, checkTypes, reportFailures, runTests } from './checks.mjs'
import { runJourneys } from './journeys.mjs'
import { readJourneys, readTests, showFailures } from './test-reports.mjs'

// `npm test`: every check, every test, every journey; with further arguments, which go to vitest, no journeys. The last
// line is the count, alone, for CI.
const node = await bootstrap({ dev: true })
keepCompiledCode()
const folder = mkdtempSync(join(tmpdir(), 'docket-test-'))
const report = join(folder, 'report.json')
const journeysReport = join(folder, 'journeys.json')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
try {
  const results = [
    ['types', await checkTypes(node)],
    ['format and lint', await checkFormat(node)],
    ['tests', await runTests(node, 'Tests (vitest)', [...reporters, ...process.argv.slice(2)])],
  ]
  const reports = [readTests(report)]
  const journeys = process.argv.length > 2 ? undefined : await runJourneys(node, journeysReport)
  if (journeys !== undefined) {
    reports.push(readJourneys(journeysReport))
    results.push(['journeys', journeys])
  }
  showFailures(reports.flatMap(({ failures }) => failures))
  reportFailures(results)
  const passed = reports.reduce((sum, one) => sum + one.passed, 0)
  const failed = reports.reduce((sum, one) => sum + one.failed, 0)
  if (failed > 0) process.exitCode = 1
  console.log(`${passed} passed, ${failed} failed`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
