import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { root } from './bootstrap.mjs'
import { readJourneys, readTests, showFailures } from './test-reports.mjs'

let folder
let report
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'docket-reports-'))
  report = join(folder, 'report.json')
})
afterAll(() => rmSync(folder, { recursive: true }))

const write = (content) => writeFileSync(report, JSON.stringify(content))

test('a test that failed is named with its file and the beginning of its reason, without colours', () => {
  const failed = {
    status: 'failed',
    fullName: 'two are three',
    failureMessages: ['\u001b[31mError: no\u001b[0m\n\n  at'],
  }
  const file = (name, status, ...assertionResults) => ({ name: join(root, name), status, assertionResults })
  write({
    numPassedTests: 4,
    testResults: [
      file('sum.test.ts', 'failed', { status: 'passed', fullName: 'one is one' }, failed),
      { ...file('none.test.ts', 'failed'), message: 'Cannot find module' },
      file('fine.test.ts', 'passed', { status: 'passed', fullName: 'fine' }),
    ],
  })
  expect(readTests(report)).toEqual({
    passed: 4,
    failed: 2,
    failures: [
      { name: 'sum.test.ts › two are three', reason: 'Error: no\n  at' },
      { name: 'none.test.ts', reason: 'Cannot find module' },
    ],
  })
})

test('a journey that passed only at its second try counts as failed, and is named', () => {
  const spec = (title, status, message) => ({
    ...{ title, file: 'list.spec.ts', line: 7 },
    tests: [{ status, results: [{ errors: message === undefined ? [] : [{ message }] }, { errors: [] }] }],
  })
  write({
    stats: { expected: 5, unexpected: 1, flaky: 1 },
    errors: [{ message: 'no browser' }],
    suites: [
      { specs: [spec('goes', 'expected')], suites: [{ specs: [spec('breaks', 'unexpected', 'not there')] }] },
      { specs: [spec('wavers', 'flaky', 'not yet')] },
    ],
  })
  expect(readJourneys(report)).toEqual({
    passed: 5,
    failed: 3,
    failures: [
      { name: 'list.spec.ts:7 › breaks', reason: 'not there' },
      { name: 'list.spec.ts:7 › wavers', reason: 'not yet' },
      { name: 'outside the journeys', reason: 'no browser' },
    ],
  })
})

test.each([
  ['tests', readTests],
  ['journeys', readJourneys],
])('a run of %s that died counts as failed', (_, read) => {
  expect(read(join(folder, 'none.json'))).toMatchObject({
    passed: 0,
    failed: 1,
    failures: [{ name: 'the run died' }],
  })
})

test('each failure is shown with its reason below its name', () => {
  const log = vi.spyOn(console, 'log').mockReturnValue(undefined)
  showFailures([{ name: 'a', reason: 'b\nc' }])
  expect(log.mock.calls).toEqual([['\n✘ a\n    b\n    c']])
  log.mockRestore()
})
