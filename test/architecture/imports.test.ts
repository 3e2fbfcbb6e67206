import { expect, test } from 'vitest'
import { checkImports } from './check-imports.ts'
import type { ArchitectureMap } from './modules.ts'
import { lines, readTree, repositoryRoot } from './tree.ts'

const tree = readTree(repositoryRoot)

test('every import keeps to architecture.json', () => {
  const map: ArchitectureMap = JSON.parse(tree.get('architecture.json') ?? '')
  expect(lines(checkImports(tree, map).violations)).toEqual([])
})
