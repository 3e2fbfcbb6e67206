import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap } from './bootstrap.mjs'
import { checkFormat, checkTypes, reportFailures, runTests } from './checks.mjs'
import { countTests } from './test-counts.mjs'

// `npm test`: every check and every test; further arguments go to vitest. The last line is the count, alone, for CI.
const node = await bootstrap({ dev: true })
const folder = mkdtempSync(join(tmpdir(), 'docket-test-'))
const report = join(folder, 'report.json')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
try {
  const results = [
    ['types', await checkTypes(node)],
    ['format and lint', await checkFormat(node)],
    ['tests', await runTests(node, 'Tests (vitest)', [...reporters, ...process.argv.slice(2)])],
  ]
  reportFailures(results)
  const { passed, failed } = countTests(report)
  if (failed > 0) process.exitCode = 1
  console.log(`${passed} passed, ${failed} failed`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
