import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap, keepCompiledCode } from './bootstrap.mjs'
import { changedFiles, reachOf } from './changed-tests.mjs'
import { checkFormat, checkTypes, reportFailures, runTests } from './checks.mjs'
import { runJourneys } from './journeys.mjs'
import { afterSecondTry, FLAKY_MAX, filesToTryAgain } from './second-tries.mjs'
import { flakyLines, readJourneys, readTests, showFailures } from './test-reports.mjs'

const REPORTERS = ['--reporter=default', '--reporter=./bin/vitest-report.mjs']

// `npm test`: every check, every test, every journey. `npm test -- --changed[=REF]`: what a change since REF (HEAD when
// none is named) can reach. With other words, which go to vitest, no journeys. The last line is the count, alone, for CI.
const node = await bootstrap({ dev: true })
keepCompiledCode()
const folder = mkdtempSync(join(tmpdir(), 'docket-test-'))
try {
  const { tests, journeys } = whatToRun(process.argv.slice(2))
  const results = [
    ['types', await checkTypes(node)],
    ['format and lint', await checkFormat(node)],
  ]
  const reports = []
  if (tests !== undefined) {
    const { code, report } = await runInTwoTries(tests)
    reports.push(report)
    results.push(['tests', code])
  }
  if (journeys !== undefined) {
    const file = join(folder, 'journeys.json')
    const code = await runJourneys(node, file, journeys)
    if (code !== undefined) reports.push(readJourneys(file))
    results.push(['journeys', code ?? 0])
  }
  tell(results, reports)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The arguments of vitest and those of the journeys; undefined where none of them are to run. */
function whatToRun(words) {
  if (words.length === 0) return { tests: ['run'], journeys: [] }
  const [, ref] = /^--changed(?:=(.+))?$/.exec(words[0]) ?? []
  if (!words[0].startsWith('--changed')) return { tests: ['run', ...words], journeys: undefined }
  return reachOf(changedFiles(ref ?? 'HEAD'))
}

/** Runs vitest, and in CI those files once more that may be tried twice and failed. */
async function runInTwoTries(args) {
  const run = async (title, words) => {
    const file = join(folder, `${title}.json`)
    const code = await runTests(node, `${title} (vitest)`, [...words, ...REPORTERS], {
      VITEST_REPORT: file,
    })
    return { code, report: readTests(file) }
  }
  const first = await run('Tests', args)
  const again = process.env.CI === undefined ? [] : filesToTryAgain(first.report)
  if (again.length === 0) return first
  showFailures(first.report.failures)
  const second = await run('Tests, second try', ['run', ...again])
  const report = afterSecondTry(first.report, second.report, again)
  return { code: report.failures.length === 0 ? second.code : 1, report }
}

/** Says what failed and what is flaky, also to the file that FLAKY_REPORT names, and sets the exit code. */
function tell(results, reports) {
  const failures = reports.flatMap((one) => one.failures)
  const flaky = reports.flatMap((one) => one.flaky)
  showFailures(failures)
  if (flaky.length > FLAKY_MAX)
    results.push([`too many flaky tests (${flaky.length}, at most ${FLAKY_MAX})`, 1])
  reportFailures(results)
  for (const line of flakyLines(flaky)) {
    console.log(line)
    if (process.env.FLAKY_REPORT !== undefined) appendFileSync(process.env.FLAKY_REPORT, `${line}\n`)
  }
  if (failures.length > 0) process.exitCode = 1
  console.log(`${reports.reduce((sum, one) => sum + one.passed, 0)} passed, ${failures.length} failed`)
}
