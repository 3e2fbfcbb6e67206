import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './bootstrap.mjs'
import { changedFiles, reachOf } from './changed-tests.mjs'

const testsIn = (folder) => [`${folder}/one`]
const READERS = ['test/architecture/one', 'test/catalogue/one']
const STARTERS = ['test/faults/one', 'test/real-mail/one']
const related = (...files) => ['related', '--run', ...files]
const everything = { tests: ['run'], journeys: [] }

describe('a change reaches', () => {
  test.each([
    ['nothing when there is none', [], { tests: undefined, journeys: undefined }],
    [
      'who imports it, who starts the product, and every journey',
      ['server/desk/tickets/reply.ts'],
      { tests: related('server/desk/tickets/reply.ts', ...READERS, ...STARTERS), journeys: [] },
    ],
    [
      'of the web app who imports it and every journey, not who starts the product',
      ['web/desk/list.tsx'],
      { tests: related('web/desk/list.tsx', ...READERS), journeys: [] },
    ],
    [
      'of a test only that test',
      ['server/desk/tickets/tickets.test.ts'],
      { tests: related('server/desk/tickets/tickets.test.ts', ...READERS), journeys: undefined },
    ],
    [
      'of a journey only that journey',
      ['test/journeys/list-live.spec.ts'],
      { tests: related(...READERS), journeys: ['test/journeys/list-live.spec.ts'] },
    ],
    [
      'of a migration whoever migrates',
      ['migrations/0009_sample_desk.sql'],
      { tests: related('server/platform/db/migrate.ts', ...READERS, ...STARTERS), journeys: [] },
    ],
    ['of a page of text only who reads all text', ['docs/glossary.md'], { tests: related(...READERS) }],
    ['of the packages everything', ['docs/glossary.md', 'package-lock.json'], everything],
    ['of a file that nobody imports everything', ['contracts/openapi.json'], everything],
  ])('%s', (_, files, reached) => expect(reachOf(files, testsIn)).toEqual(reached))
})

test('what stands for the readers of migrations is there', () => {
  const [, , ...files] = reachOf(['migrations/0009_sample_desk.sql']).tests
  expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([])
  expect(files.length).toBeGreaterThan(10)
})

test('a commit that git does not know is refused, not taken for no change', () => {
  expect(() => changedFiles('no-such-commit')).toThrow()
})
