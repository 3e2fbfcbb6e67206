import type { ArchitectureMap } from './modules.ts'
import { folderOf, moduleOf } from './modules.ts'
import { tablesCreated, tableWrites } from './sql-texts.ts'
import type { Tree, Violation } from './tree.ts'
import { blindness } from './tree.ts'

/** What the table check read and found. */
export type TableReport = { writes: number; tables: number; violations: Violation[] }

const storeFile = /\/([a-z0-9-]+-)?store\.ts$/

/**
 * Checks that each table has one owner, the module whose README lists it under "Tables:", and that only the owner's
 * store files write it. Tests are free to plant rows in their own database.
 */
export function checkTables(tree: Tree, map: ArchitectureMap): TableReport {
  const owners = tableOwners(tree, map)
  const created = tablesCreated(tree)
  const writes = tableWrites(tree)
  const violations = [
    ...blindness(created.length, 'table'),
    ...blindness(writes.length, 'write'),
    ...writes.flatMap(({ path, line, table }) => {
      const detail = brokenWrite(path, table, owners)
      return detail === undefined ? [] : [{ rule: 'table-write', at: `${path}:${line}`, detail }]
    }),
    ...created
      .filter(({ table }) => !owners.has(table))
      .map(({ path, table }) => ({
        rule: 'table-owner',
        at: path,
        detail: `no module README lists ${table}`,
      })),
    ...[...owners].flatMap(([table, modules]) => checkOwners(table, modules, created)),
  ]
  return { writes: writes.length, tables: created.length, violations }
}

function tableOwners(tree: Tree, map: ArchitectureMap): Map<string, string[]> {
  const owners = new Map<string, string[]>()
  for (const module of Object.keys(map))
    for (const table of listedTables(tree.get(`${folderOf(module)}/README.md`) ?? ''))
      owners.set(table, [...(owners.get(table) ?? []), module])
  return owners
}

// The list ends at a full stop, an empty line or the next point, and may run over several lines.
function listedTables(readme: string): string[] {
  const list = /\bTables: ([\s\S]*?)(?=\.\s|\.$|\n\s*\n|\n- |$(?![\s\S]))/.exec(readme)?.[1] ?? ''
  const names = list.split(',').map((item) => /[a-z_][a-z0-9_.]*/.exec(item)?.[0] ?? '')
  return names.filter((table) => table !== '' && table !== 'none')
}

function brokenWrite(path: string, table: string, owners: ReadonlyMap<string, string[]>): string | undefined {
  if (table === '${') return 'write the name of the table out, so that its owner can be read'
  const owner = owners.get(table)?.[0]
  if (owner === undefined) return `writes ${table}, which no module README lists`
  if (owner !== moduleOf(path)) return `writes ${table}, which belongs to ${owner}`
  return storeFile.test(path) ? undefined : `writes ${table} outside a store.ts or *-store.ts`
}

function checkOwners(table: string, modules: string[], created: readonly { table: string }[]): Violation[] {
  const at = modules.join(', ')
  if (modules.length > 1) return [{ rule: 'table-owner', at, detail: `${table} has more than one owner` }]
  // A table with a schema is a library's own: its migrations are not here.
  if (table.includes('.') || created.some((use) => use.table === table)) return []
  return [{ rule: 'table-owner', at, detail: `lists ${table}, which nothing creates` }]
}
