import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

const REASON_LINES = 12
const FOREIGN_FRAME = /^\s+at .*\/node_modules\//

/**
 * Reads a report of vitest-report.mjs: `{ passed, failures, flaky, passedByFile }`, each failure with its `name`, `file`
 * and `reason`. A file that fails outside its tests (a wrong import, a hook) counts as one failure, and so does a report
 * that was never written: a run that died must not look like a clean one.
 */
export function readTests(reportFile) {
  const report = readReport(reportFile)
  if (report === undefined) return NO_REPORT
  const failures = [
    ...report.files.flatMap(({ file, failures }) => failures.map((one) => ({ file, ...one }))),
    ...report.uncaught,
  ]
  const passedByFile = new Map(report.files.map(({ file, passed }) => [file, passed]))
  return {
    passed: report.files.reduce((sum, { passed }) => sum + passed, 0),
    failures: failures.map(({ file, test, messages }) =>
      failure(file, test === undefined ? file : `${file} › ${test}`, messages.join('\n')),
    ),
    flaky: [],
    passedByFile,
  }
}

/**
 * Reads Playwright's JSON report into the same shape. A journey that passed only at its second try is flaky, with the
 * failure of the first. Errors outside the journeys and a report that was never written count as failures.
 */
export function readJourneys(reportFile) {
  const report = readReport(reportFile)
  if (report === undefined) return NO_REPORT
  const { stats, errors } = report
  const journeys = specsOf(report).flatMap(({ title, file, line, tests }) =>
    tests.map(({ status, results }) => ({
      status,
      ...failure(file, `${file}:${line} › ${title}`, reasonOf(results)),
    })),
  )
  const having = (wanted) =>
    journeys.filter(({ status }) => status === wanted).map(({ status: _, ...one }) => one)
  return {
    passed: stats.expected + stats.flaky,
    failures: [
      ...having('unexpected'),
      ...errors.map(({ message }) => failure('', 'outside the journeys', message)),
    ],
    flaky: having('flaky'),
  }
}

/** Says which tests failed and how each began to: what a long run printed of it stands far above its end. */
export function showFailures(failures) {
  for (const { name, reason } of failures) console.log(`\n✘ ${name}\n${indented(reason)}`)
}

/** The lines that tell of tests which passed at their second try alone. */
export function flakyLines(flaky) {
  return flaky.map(({ name, reason }) => `flaky: ${name}\n${indented(reason)}`)
}

const indented = (text) => text.replaceAll(/^/gm, '    ')

const NO_REPORT = {
  passed: 0,
  failures: [{ name: 'the run died', file: '', reason: 'There is no report of it.' }],
  flaky: [],
  passedByFile: new Map(),
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

function failure(file, name, message = '') {
  const lines = stripVTControlCharacters(message).split('\n')
  const told = lines.filter((line) => line.trim() !== '' && !FOREIGN_FRAME.test(line))
  return { name, file, reason: told.slice(0, REASON_LINES).join('\n') }
}
