import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './bootstrap.mjs'

const REASON_LINES = 12

/**
 * Reads a JSON report of vitest: `{ passed, failed, failures }`, each failure with its `name` and `reason`. A file that
 * fails outside its tests (a wrong import, a hook) counts as one failure, and so does a report that was never written: a
 * run that died must not look like a clean one.
 */
export function readTests(reportFile) {
  const report = readReport(reportFile)
  if (report === undefined) return NO_REPORT
  const failures = report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === 'failed')
    const path = relative(root, file.name)
    if (failed.length === 0 && file.status === 'failed') return [failure(path, file.message)]
    return failed.map((test) => failure(`${path} › ${test.fullName}`, test.failureMessages.join('\n')))
  })
  return { passed: report.numPassedTests, failed: failures.length, failures }
}

/**
 * Reads Playwright's JSON report into the same shape. A journey that passed only at a later try counts as failed, and so
 * do errors outside the journeys and a report that was never written.
 */
export function readJourneys(reportFile) {
  const report = readReport(reportFile)
  if (report === undefined) return NO_REPORT
  const { stats, errors } = report
  const failures = [
    ...specsOf(report).flatMap(({ title, file, line, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ results }) => failure(`${file}:${line} › ${title}`, reasonOf(results))),
    ),
    ...errors.map(({ message }) => failure('outside the journeys', message)),
  ]
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, failures }
}

/** Says which tests failed and how each began to: what a long run printed of it stands far above its end. */
export function showFailures(failures) {
  for (const { name, reason } of failures) console.log(`\n✘ ${name}\n${reason.replaceAll(/^/gm, '    ')}`)
}

const NO_REPORT = {
  passed: 0,
  failed: 1,
  failures: [{ name: 'the run died', reason: 'There is no report of it.' }],
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function specsOf({ suites = [], specs = [] }) {
  return [...specs, ...suites.flatMap(specsOf)]
}

function reasonOf(results) {
  return results.flatMap(({ errors = [] }) => errors.map(({ message }) => message)).join('\n')
}

function failure(name, message = '') {
  const lines = stripVTControlCharacters(message).split('\n')
  const told = lines.filter((line) => line.trim() !== '' && !line.includes('/node_modules/'))
  return { name, reason: told.slice(0, REASON_LINES).join('\n') }
}
