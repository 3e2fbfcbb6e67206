import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap, keepCompiledCode } from './bootstrap.mjs'
import { checkFormat, checkTypes, reportFailures, runTests } from './checks.mjs'
import { countJourneys, runJourneys } from './journeys.mjs'
import { countTests } from './test-counts.mjs'

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
  let { passed, failed } = countTests(report)
  const journeys = process.argv.length > 2 ? undefined : await runJourneys(node, journeysReport)
  if (journeys !== undefined) {
    const counted = countJourneys(journeysReport)
    results.push(['journeys', journeys])
    passed += counted.passed
    failed += counted.failed
  }
  reportFailures(results)
  if (failed > 0) process.exitCode = 1
  console.log(`${passed} passed, ${failed} failed`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
