import { describe, expect, test } from 'vitest'
import { checkPurity } from './check-purity.ts'
import { plant } from './planted-tree.ts'
import { lines, readTree, repositoryRoot } from './tree.ts'

test('files that decide load nothing that reaches outside', () => {
  const report = checkPurity(readTree(repositoryRoot))
  expect(lines(report.violations)).toEqual([])
  expect(report.pure).toBeGreaterThan(0)
})

describe('a planted impurity is found', () => {
  const found = (changes: Record<string, string>): string[] =>
    checkPurity(plant(changes)).violations.map(({ at }) => at)

  test('none in the sound house', () => expect(found({})).toEqual([]))

  test.each([
    ['the database', 'server/desk/tickets/ticket.ts', "import { query } from '../../platform/db/index.ts'\n"],
    [
      'a type of the database',
      'server/desk/tickets/ticket.ts',
      "import type { Tx } from '../../platform/db/index.ts'\n",
    ],
    ['a store', 'server/desk/tickets/access.ts', "import { insert } from './store.ts'\n"],
    ['a named store', 'server/desk/tickets/decide-reply.ts', "import { insert } from './number-store.ts'\n"],
    ['a driver', 'server/desk/tickets/reply-decision.ts', "import pg from 'pg'\n"],
    ['files', 'server/delivery/email/parse/header.ts', "import { readFile } from 'node:fs'\n"],
    ['the network, deep in the parser', 'server/delivery/email/parse/mime/part.ts', "import 'node:net'\n"],
  ])('%s', (_name, path, text) => {
    expect(found({ [path]: text })).toEqual([path])
  })

  test('through a file that is not pure by name', () => {
    const through = "import { query } from '../../platform/db/index.ts'\nexport const limit = query\n"
    expect(found({ 'server/desk/tickets/limit.ts': through })).toEqual(['server/desk/tickets/ticket.ts'])
  })

  test('but not in the index and the worker of the parser', () => {
    const worker = "import 'node:fs'\n"
    const index = "import 'node:fs'\n"
    const parse = 'server/delivery/email/parse'
    expect(
      found({
        [`${parse}/worker.ts`]: worker,
        [`${parse}/sanitise-worker.ts`]: worker,
        [`${parse}/index.ts`]: index,
      }),
    ).toEqual([])
  })
})
