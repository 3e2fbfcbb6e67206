import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromiumPath } from './journeys.mjs'

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
