import ts from 'typescript'
import { codeFilesOf, lineOf, parse, visitAll } from './imports.ts'
import type { Tree, Violation } from './tree.ts'
import { isTest } from './tree.ts'

/** Checks that no code gets round the type checker or the linter without saying why in the same comment. */
export function checkSuppressions(tree: Tree): Violation[] {
  return codeFilesOf(tree).flatMap((path) => {
    const text = tree.get(path) ?? ''
    const textLines = text.split('\n')
    const found = textLines.flatMap((line, i) => {
      const named =
        /(?:\/\/|\/\*|^\s*\*)\s*(@ts-(?:ignore|nocheck|expect-error)|biome-ignore(?:-\w+)?)\b(.*)/.exec(line)
      if (named === null || hasReason(named[1] ?? '', named[2] ?? '')) return []
      return [{ rule: 'suppression', at: `${path}:${i + 1}`, detail: `${named[1]} without a reason` }]
    })
    const source = parse(path, text)
    visitAll(source, (node) => {
      if (node.kind !== ts.SyntaxKind.AnyKeyword) return
      const line = lineOf(source, node)
      const above = textLines.slice(Math.max(0, line - 2), line).join('\n')
      if (!/biome-ignore lint\/suspicious\/noExplicitAny: \S/.test(above))
        found.push({ rule: 'any', at: `${path}:${line}`, detail: 'any without a reason' })
    })
    return found
  })
}

/** Checks that no test is left out or run alone. A test whose real server is missing says so by `skipIf`. */
export function checkSkips(tree: Tree): Violation[] {
  return testNodes(tree, (node, source) => {
    if (!ts.isPropertyAccessExpression(node) || !['skip', 'only', 'todo'].includes(node.name.text))
      return undefined
    const runner = rootOf(node).getText(source)
    return /^(it|test|describe|suite)$/.test(runner) ? `${runner}.${node.name.text}` : undefined
  })
}

/** Checks that no test waits for time to pass: it waits for the condition itself, or moves the clock. */
export function checkSleeps(tree: Tree): Violation[] {
  return testNodes(tree, (node, source) => {
    if (ts.isImportDeclaration(node)) {
      const from = node.moduleSpecifier.getText(source).slice(1, -1)
      return /^(node:)?timers\/promises$/.test(from) ? `sleeps by ${from}` : undefined
    }
    if (!ts.isCallExpression(node)) return undefined
    const called = node.expression.getText(source)
    if (/^(sleep|delay|(\w+\.)?wait|.*\.waitForTimeout)$/.test(called)) return `sleeps by ${called}()`
    const timer = /^((globalThis|global)\.)?setTimeout$/.test(called)
    return timer && isAwaited(node, source) ? 'sleeps by setTimeout()' : undefined
  })
}

type Look = (node: ts.Node, source: ts.SourceFile) => string | undefined

function testNodes(tree: Tree, look: Look): Violation[] {
  return codeFilesOf(tree)
    .filter(isTest)
    .flatMap((path) => {
      const source = parse(path, tree.get(path) ?? '')
      const found: Violation[] = []
      visitAll(source, (node) => {
        const detail = look(node, source)
        if (detail !== undefined) found.push({ rule: 'test', at: `${path}:${lineOf(source, node)}`, detail })
      })
      return found
    })
}

function rootOf(node: ts.Expression): ts.Expression {
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return rootOf(node.expression)
  return node
}

function isAwaited(node: ts.Node, source: ts.SourceFile): boolean {
  for (let above = node.parent; above !== undefined; above = above.parent) {
    if (ts.isAwaitExpression(above)) return true
    if (ts.isNewExpression(above) && above.expression.getText(source) === 'Promise') return true
  }
  return false
}

// Biome writes `biome-ignore rule: reason`, TypeScript takes any text after the directive. Three words say something.
function hasReason(directive: string, rest: string): boolean {
  const reason = directive.startsWith('biome') ? rest.replace(/^[^:]*:?/, '') : rest
  return reason.replace(/\*\//, '').trim().split(/\s+/).length >= 3
}
