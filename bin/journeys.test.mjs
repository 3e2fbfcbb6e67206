import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromiumPath, countJourneys } from './journeys.mjs'

let folder
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'docket-journeys-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a browser is taken from CHROMIUM_PATH, else from the PATH, else there is none', () => {
  const program = join(folder, 'chromium')
  writeFileSync(program, '', { mode: 0o755 })
  expect(chromiumPath({ CHROMIUM_PATH: '/opt/other', PATH: folder })).toBe('/opt/other')
  expect(chromiumPath({ PATH: `/nowhere:${folder}` })).toBe(program)
  expect(chromiumPath({ PATH: '/nowhere' })).toBeUndefined()
})

test('a journey that passed only at its second try counts as failed, and so does a run that died', () => {
  const report = join(folder, 'report.json')
  writeFileSync(report, JSON.stringify({ stats: { expected: 5, unexpected: 1, flaky: 2 }, errors: [{}] }))
  expect(countJourneys(report)).toEqual({ passed: 5, failed: 4 })
  expect(countJourneys(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 1 })
})
