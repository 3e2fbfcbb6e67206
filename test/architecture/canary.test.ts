import { describe, expect, test } from 'vitest'
import { checkImports } from './check-imports.ts'
import type { ArchitectureMap } from './modules.ts'
import { plant, plantedMap, plantOnly } from './planted-tree.ts'

const rulesBroken = (
  changes: Record<string, string | undefined>,
  map: ArchitectureMap = plantedMap,
): string[] => checkImports(plant(changes), map).violations.map(({ rule, at }) => `${rule} ${at}`)

test('a house that keeps the rules has no violation', () => {
  const report = checkImports(plant(), plantedMap)
  expect(report.violations).toEqual([])
  expect(report.files).toBeGreaterThan(10)
  expect(report.edges).toBeGreaterThan(10)
})

test('what git ignores is not read, and binary files are read as empty', () => {
  const tree = plantOnly({
    'node_modules/x.ts': 'x',
    'server/node_modules/x.ts': 'x',
    'data/x.ts': 'x',
    'bench/data/x.ts': 'x',
    'bench/x.png': 'a\0b',
  })
  expect([...tree]).toEqual([
    ['bench/data/x.ts', 'x'],
    ['bench/x.png', ''],
  ])
})

describe('the import check fails rather than pass on nothing', () => {
  test('an empty tree', () => {
    const report = checkImports(plantOnly({}), {})
    expect(report).toMatchObject({ files: 0, edges: 0, violations: [{ rule: 'blind' }] })
  })

  test('many files without one import', () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`contracts/noun-${i}.ts`, 'export {}\n']),
    )
    const report = checkImports(plantOnly(files), { contracts: [] })
    expect(report).toMatchObject({ files: 12, edges: 0, violations: [{ rule: 'blind' }] })
  })
})

describe('a planted import is found', () => {
  const intoTickets = "from '../../desk/tickets/index.ts'\n"
  const cases: [name: string, broken: string, path: string, text: string][] = [
    ['upward', 'upward', 'server/platform/db/pool.ts', `import { reply } ${intoTickets}`],
    [
      'upward by type alone',
      'upward',
      'server/directory/people/owner.ts',
      `import type { T } ${intoTickets}`,
    ],
    [
      'upward by import()',
      'upward',
      'server/directory/people/owner.ts',
      `await import('../../app/index.ts')\n`,
    ],
    ['upward by re-export', 'upward', 'server/directory/people/owner.ts', `export * ${intoTickets}`],
    [
      'upward by import type',
      'upward',
      'server/platform/db/x.ts',
      `type X = import('../../desk/tickets/index.ts').X\n`,
    ],
    ['upward in a test', 'upward', 'server/platform/db/pool.test.ts', `import { reply } ${intoTickets}`],
    [
      'sideways unlisted',
      'sideways',
      'server/desk/attachments/keep.ts',
      `import { reply } from '../tickets/index.ts'\n`,
    ],
    [
      'down, but unlisted',
      'unlisted',
      'server/delivery/email/to.ts',
      `import '../../directory/people/index.ts'\n`,
    ],
    ['past index.ts', 'past-the-door', 'server/app/main.ts', `import '../desk/tickets/reply.ts'\n`],
    [
      'past index.ts by a worker',
      'past-the-door',
      'server/app/w.ts',
      `new URL('../desk/tickets/reply.ts', import.meta.url)\n`,
    ],
    [
      'past index.ts from bench',
      'past-the-door',
      'bench/list.ts',
      `import '../server/desk/tickets/store.ts'\n`,
    ],
    [
      'past index.ts from a test',
      'past-the-door',
      'server/desk/tickets/a.test.ts',
      `import '../attachments/keep.ts'\n`,
    ],
    [
      'a desk noun in the platform',
      'platform-noun',
      'server/platform/db/x.ts',
      `import '../../../contracts/tickets.ts'\n`,
    ],
    ['a package in contracts', 'contracts', 'contracts/people.ts', `import pg from 'pg'\n`],
    ['a part of Node in contracts', 'contracts', 'contracts/people.ts', `import 'node:crypto'\n`],
    ['the server in contracts', 'upward', 'contracts/people.ts', `import '../server/platform/db/index.ts'\n`],
    ['the harness in the product', 'outside', 'server/app/main.ts', `import '../../test/harness/index.ts'\n`],
    ['a file that is not there', 'unresolved', 'server/app/main.ts', `import '../desk/tickets'\n`],
    ['a package that is not declared', 'unresolved', 'server/app/main.ts', `import 'left-pad'\n`],
    ['a test package in the product', 'unresolved', 'server/app/main.ts', `import 'vitest'\n`],
  ]
  test.each(cases)('%s', (_name, broken, path, text) => {
    const house = { 'server/desk/attachments/keep.ts': 'export const kept = 1\n' }
    expect(rulesBroken({ ...house, [path]: text })).toEqual([`${broken} ${path}:1`])
  })
})

describe('a planted cycle is found', () => {
  test('of two files in one module', () => {
    const changes = {
      'server/desk/tickets/limit.ts': "import { open } from './ticket.ts'\nexport const limit = () => open\n",
    }
    expect(rulesBroken(changes)).toEqual(['cycle server/desk/tickets/ticket.ts'])
  })

  test('of a file with itself', () => {
    expect(rulesBroken({ 'bench/create.ts': "import './create.ts'\n" })).toEqual(['cycle bench/create.ts'])
  })

  test('but not of types alone, which are gone when the program runs', () => {
    const changes = {
      'server/desk/tickets/limit.ts': "import type { open } from './ticket.ts'\nexport const limit = 1\n",
    }
    expect(rulesBroken(changes)).toEqual([])
  })
})

describe('a map that is out of step is found', () => {
  const withEdge = (module: string, edges: string[]): ArchitectureMap => ({ ...plantedMap, [module]: edges })

  test('a folder that the map does not know', () => {
    const found = rulesBroken({ 'server/desk/views/index.ts': 'export {}\n' })
    expect(found).toEqual(['unknown-module server/desk/views/index.ts'])
  })

  test('a file beside the modules', () => {
    expect(rulesBroken({ 'server/desk/loose.ts': 'export {}\n' })).toEqual(['astray server/desk/loose.ts'])
  })

  test('a module without code', () => {
    expect(rulesBroken({}, { ...plantedMap, contracts: [], 'contracts/none': [] })).toEqual([
      'map contracts/none',
    ])
    expect(rulesBroken({ 'server/directory/people/index.ts': undefined })).toContain('map directory/people')
  })

  test('modules that import each other sideways', () => {
    const found = rulesBroken({}, withEdge('desk/attachments', ['desk/tickets', 'platform', 'contracts']))
    expect(found).toContain('map desk/tickets')
  })

  test('a permission that no import uses', () => {
    const unused = { 'server/desk/tickets/reply.ts': '/** Replies. */\nexport function reply(): void {}\n' }
    expect(rulesBroken(unused)).toEqual(['unused desk/tickets'])
  })

  test.each([
    ['an upward entry', ['desk/tickets']],
    ['a whole tier sideways', ['platform']],
    ['a module that does not exist', ['contracts/nobody']],
  ])('%s', (_name, edges) => {
    expect(rulesBroken({}, withEdge('platform/db', edges))).toContain('map platform/db')
  })

  test('a tier that does not exist, and a module above its tier', () => {
    expect(rulesBroken({}, { attic: [], ...plantedMap })).toContain('map attic')
    expect(rulesBroken({}, { contracts: [], ...plantedMap })).toContain('map app')
  })
})
