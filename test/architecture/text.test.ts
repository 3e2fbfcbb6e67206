import { expect, test } from 'vitest'
import { plant } from './planted-tree.ts'
import type { Tree, Violation } from './tree.ts'
import { lines, readTree, repositoryRoot } from './tree.ts'

// Put together here so that this file does not hold what it looks for.
const foreignPaths = [['work'], ['farm'], ['tmp', 'brief']].map((parts) => `/${parts.join('/')}`)
const foreign = new RegExp(`(?<![\\w.~$}-])(${foreignPaths.join('|')})(?=[/.])`)

test('no text names a path of the machine it was written on', () => {
  const tree = readTree(repositoryRoot)
  expect(lines(checkForeignPaths(tree))).toEqual([])
  expect(tree.size).toBeGreaterThan(10)
})

test.each(foreignPaths)('a planted %s is found', (path) => {
  expect(checkForeignPaths(plant({ 'docs/x.md': `first\nsee \`${path}/a.md\`\n` }))).toMatchObject([
    { at: 'docs/x.md:2' },
  ])
})

test('a path inside another path or address is not one of this machine', () => {
  expect(checkForeignPaths(plant({ 'docs/x.md': `https://example.com${foreignPaths[0]}/a` }))).toEqual([])
})

function checkForeignPaths(tree: Tree): Violation[] {
  return [...tree].flatMap(([path, text]) =>
    text.split('\n').flatMap((line, i) => {
      const named = foreign.exec(line)?.[1]
      return named === undefined ? [] : [{ rule: 'text', at: `${path}:${i + 1}`, detail: `names ${named}` }]
    }),
  )
}
