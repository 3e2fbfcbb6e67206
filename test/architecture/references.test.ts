import { expect, test } from 'vitest'
import { checkGlossary, checkReferences } from './check-references.ts'
import { plant } from './planted-tree.ts'
import { lines, readTree, repositoryRoot } from './tree.ts'

const tree = readTree(repositoryRoot)

test('every file that a page or a comment names is there', () => {
  const report = checkReferences(tree)
  expect(lines(report.violations)).toEqual([])
  expect(report.references).toBeGreaterThan(10)
})

test('the glossary uses the names of the code', () => {
  const report = checkGlossary(tree)
  expect(lines(report.violations)).toEqual([])
  expect(report.references).toBeGreaterThan(10)
})

test('a planted reference to nothing is found', () => {
  const nowhere = '// Rule: docs/behaviour/' + 'nowhere.md.\n'
  const found = checkReferences(
    plant({ 'server/app/main.ts': nowhere, 'docs/x.md': 'See server/app/main.ts.\n' }),
  )
  expect(found).toMatchObject({ references: 2, violations: [{ at: 'server/app/main.ts:1' }] })
})

test('a planted word that the code does not use is found', () => {
  const glossary = '| word | meaning | in code |\n| a | b | `ticket`, `server.nowhere` |\n'
  const found = checkGlossary(plant({ 'docs/glossary.md': glossary }))
  expect(found).toMatchObject({ references: 2, violations: [{ detail: 'no code knows server.nowhere' }] })
})
