import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { flakyLines, readJourneys, readTests, showFailures } from './test-reports.mjs'

let folder
let report
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'docket-reports-'))
  report = join(folder, 'report.json')
})
afterAll(() => rmSync(folder, { recursive: true }))

const write = (content) => writeFileSync(report, JSON.stringify(content))

test('a test that failed is named with its file and the beginning of its reason, without colours', () => {
  const failed = { test: 'two are three', messages: ['\u001b[31mError: no\u001b[0m\n\n  at'] }
  write({
    files: [
      { file: 'sum.test.ts', passed: 3, failures: [failed] },
      { file: 'none.test.ts', passed: 0, failures: [{ messages: ['Cannot find module'] }] },
      { file: 'fine.test.ts', passed: 1, failures: [] },
    ],
    uncaught: [{ file: 'fine.test.ts', test: 'fine', messages: ['Nothing caught this: Error'] }],
  })
  const { passedByFile, ...told } = readTests(report)
  expect(told).toEqual({
    passed: 4,
    failures: [
      { name: 'sum.test.ts › two are three', file: 'sum.test.ts', reason: 'Error: no\n  at' },
      { name: 'none.test.ts', file: 'none.test.ts', reason: 'Cannot find module' },
      { name: 'fine.test.ts › fine', file: 'fine.test.ts', reason: 'Nothing caught this: Error' },
    ],
    flaky: [],
  })
  expect(passedByFile.get('sum.test.ts')).toBe(3)
})

test('a journey that passed only at its second try is flaky, with its first failure', () => {
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
    passed: 6,
    failures: [
      { name: 'list.spec.ts:7 › breaks', file: 'list.spec.ts', reason: 'not there' },
      { name: 'outside the journeys', file: '', reason: 'no browser' },
    ],
    flaky: [{ name: 'list.spec.ts:7 › wavers', file: 'list.spec.ts', reason: 'not yet' }],
  })
})

test.each([
  ['tests', readTests],
  ['journeys', readJourneys],
])('a run of %s that died counts as failed', (_, read) => {
  expect(read(join(folder, 'none.json'))).toMatchObject({
    passed: 0,
    failures: [{ name: 'the run died' }],
  })
})

test('each failure is shown with its reason below its name', () => {
  const log = vi.spyOn(console, 'log').mockReturnValue(undefined)
  showFailures([{ name: 'a', reason: 'b\nc' }])
  expect(log.mock.calls).toEqual([['\n✘ a\n    b\n    c']])
  log.mockRestore()
})

test('a flaky test is told in a line that begins so, with the reason of its first failure below', () => {
  expect(flakyLines([{ name: 'a', reason: 'b\nc' }])).toEqual(['flaky: a\n    b\n    c'])
})
