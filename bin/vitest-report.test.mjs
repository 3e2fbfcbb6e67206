import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from './bootstrap.mjs'
import { readTests } from './test-reports.mjs'

mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
const folder = mkdtempSync(join(root, 'node_modules', '.cache', 'report-'))
afterAll(() => rmSync(folder, { recursive: true }))

const FILES = {
  'fine.test.mjs': `test('fine', () => {})`,
  'fails.test.mjs': `test('fine', () => {}); describe('sums', () => { test('two are three', () => expect(2).toBe(3)) })`,
  'hook.test.mjs': `describe('suite', () => { beforeAll(() => { throw new Error('no server') }); test('never ran', () => {}) })`,
  'import.test.mjs': `await import('./none.mjs')`,
  'uncaught.test.mjs': `test('leaves something', async () => { Promise.reject(new Error('left behind')); await new Promise(setImmediate) })`,
}

test('a run tells of each kind of failure: a test, a hook, a file that does not load, an error that nothing caught', () => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
  const report = join(folder, 'report.json')
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    'export default { test: { globals: true, include: ["*.test.mjs"] } }',
  )
  const args = ['run', '--root', folder, `--reporter=${join(root, 'bin/vitest-report.mjs')}`]
  const { VITEST: _, ...env } = process.env
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
    env: { ...env, VITEST_REPORT: report },
  })
  const { passed, failures } = readTests(report)
  const reasons = failures.map(({ name, reason }) => [name, reason.split('\n')[0]]).sort()
  expect(reasons).toEqual([
    ['fails.test.mjs › sums > two are three', 'AssertionError: expected 2 to be 3 // Object.is equality'],
    ['hook.test.mjs › suite', 'Error: no server'],
    ['import.test.mjs', expect.stringContaining('none.mjs')],
    ['uncaught.test.mjs › leaves something', 'Nothing caught this: Error: left behind'],
  ])
  expect(passed).toBe(3)
  expect(status).toBe(1)
})
