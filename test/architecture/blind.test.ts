import { expect, test } from 'vitest'
import { checkDocstrings, checkModuleDoors } from './check-docs.ts'
import { checkNames, checkSizes } from './check-files.ts'
import { checkFunctions } from './check-functions.ts'
import { checkImports } from './check-imports.ts'
import { checkMigrations } from './check-migrations.ts'
import { checkPurity } from './check-purity.ts'
import { checkGlossary, checkReferences } from './check-references.ts'
import { checkTables } from './check-tables.ts'
import { checkWeb } from './check-web.ts'
import type { Tree, Violation } from './tree.ts'

const checks: Record<string, (tree: Tree) => Violation[]> = {
  docstrings: checkDocstrings,
  doors: (tree) => checkModuleDoors(tree, {}),
  functions: (tree) => checkFunctions(tree, {}),
  glossary: (tree) => checkGlossary(tree).violations,
  imports: (tree) => checkImports(tree, {}).violations,
  migrations: (tree) => checkMigrations(tree, {}),
  names: checkNames,
  purity: (tree) => checkPurity(tree).violations,
  references: (tree) => checkReferences(tree).violations,
  sizes: checkSizes,
  tables: (tree) => checkTables(tree, {}).violations,
  web: (tree) => checkWeb(tree).violations,
}

test.each(Object.entries(checks))('the check of %s fails on an empty tree', (_name, check) => {
  const rules = check(new Map()).map(({ rule }) => rule)
  expect(new Set(rules)).toEqual(new Set(['blind']))
})
