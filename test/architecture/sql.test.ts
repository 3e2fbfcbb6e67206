import { describe, expect, test } from 'vitest'
import { checkMigrations } from './check-migrations.ts'
import { checkTables } from './check-tables.ts'
import type { ArchitectureMap } from './modules.ts'
import { plant, plantedMap, plantOnly } from './planted-tree.ts'
import { lines, readTree, repositoryRoot } from './tree.ts'

const tree = readTree(repositoryRoot)
const map: ArchitectureMap = JSON.parse(tree.get('architecture.json') ?? '')

test('a table is written by its owner alone', () => {
  const report = checkTables(tree, map)
  expect(lines(report.violations)).toEqual([])
  expect(report.writes).toBeGreaterThan(10)
  expect(report.tables).toBeGreaterThan(10)
})

test('migrations are numbered and say whose they are', () => {
  expect(lines(checkMigrations(tree, map))).toEqual([])
})

describe('a planted write is found', () => {
  const found = (changes: Record<string, string | undefined>): string[] =>
    checkTables(plant(changes), plantedMap).violations.map(({ rule, at }) => `${rule} ${at}`)
  const read = (sql: string): string => `export const rows = query\`${sql}\`\n`

  test('none in the sound house, and its one write is read', () => {
    expect(checkTables(plant(), plantedMap)).toEqual({ writes: 1, tables: 3, violations: [] })
  })

  test.each([
    'insert into ticket (id) values (1)',
    'with old as (select 1) update "ticket" t set id = 1',
    'UPDATE ONLY app.ticket\n  SET id = 1',
    'delete from ticket where id = 1',
    'merge into ticket using x on true',
    'truncate table ticket',
    'copy ticket (id) from stdin',
  ])('by another module: %s', (sql) => {
    const path = 'server/delivery/email/mail-store.ts'
    expect(found({ [path]: read(sql) })).toEqual([`table-write ${path}:1`])
  })

  test('by the owner outside its store', () => {
    const path = 'server/desk/tickets/close.ts'
    expect(found({ [path]: read('delete from ticket') })).toEqual([`table-write ${path}:1`])
    expect(found({ 'server/desk/tickets/number-store.ts': read('delete from ticket') })).toEqual([])
  })

  test('of a table that has no owner, or whose name is not written out', () => {
    const path = 'server/desk/tickets/store.ts'
    expect(found({ [path]: read('delete from graphile_worker.jobs') })).toEqual([`table-write ${path}:1`])
    expect(found({ [path]: read('insert into $' + '{table} values (1)') })).toEqual([`table-write ${path}:1`])
  })

  test.each([
    'select id from ticket for no key update of ticket',
    'select 1 -- delete from ticket',
    'select id from ticket for update skip locked',
  ])('but not a read: %s', (sql) => {
    expect(found({ 'server/delivery/email/queries.ts': read(sql) })).toEqual([])
  })

  test.each([
    ['a line of its own', 'Tables: ticket, message\n'],
    ['a point', '- Tables: `ticket`, message\n- Events: none'],
    ['a sentence', 'Nouns: one. Tables: ticket, message. Events: none.'],
    ['two lines', 'Tables: ticket,\n  message\n\nEvents: none'],
  ])('but not of tables that the README lists in %s', (_name, readme) => {
    expect(found({ 'server/desk/tickets/README.md': readme })).toEqual([])
  })

  test('a created table without an owner, with two owners, and one that is only claimed', () => {
    const readme = (tables: string): Record<string, string> => ({
      'server/desk/attachments/README.md': `Nouns, invariants\n\nTables: ${tables}\n`,
    })
    expect(found({ 'migrations/0003_x.sql': 'create table stray (id uuid);' })).toEqual([
      'table-owner migrations/0003_x.sql',
    ])
    expect(found(readme('ticket'))).toEqual(['table-owner desk/tickets, desk/attachments'])
    expect(found(readme('attachment'))).toEqual(['table-owner desk/attachments'])
    expect(found(readme('`library.job`'))).toEqual([])
  })
})

describe('a planted migration is found', () => {
  const header = '-- module: desk/tickets; kind: expand; breaking: no\n'
  const found = (changes: Record<string, string | undefined>): string[] =>
    checkMigrations(plant(changes), plantedMap).map(({ at }) => at)

  test.each([
    ['a gap', '0004_gap.sql', header],
    ['the same number twice', '0002_twice.sql', header],
    ['no header', '0003_bare.sql', 'select 1;\n'],
    ['a header that leaves breaking open', '0003_open.sql', '-- module: desk/tickets; kind: expand\n'],
    ['a module that does not exist', '0003_whose.sql', header.replace('tickets', 'nobody')],
    ['a name without words', '0003.sql', header],
  ])('%s', (_name, file, text) => {
    expect(found({ [`migrations/${file}`]: text })).toEqual([`migrations/${file}`])
  })

  test('none in the sound house, where schema.sql is no migration', () => {
    expect(found({ 'migrations/schema.sql': '' })).toEqual([])
  })

  test('no migration at all', () => {
    expect(checkMigrations(plantOnly({}), plantedMap)).toMatchObject([{ rule: 'blind' }])
  })
})
