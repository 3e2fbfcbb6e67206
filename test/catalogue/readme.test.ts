import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { settingsMarkdown } from '../../server/platform/config/index.ts'

it('the README shows every setting as the code reads it', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
  expect(readme).toContain(settingsMarkdown().trim())
})
