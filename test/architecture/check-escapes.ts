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

/**
 * Checks that no test asserts on wall time: a slow machine alone must not fail it. No stopwatch, no bound of a wait or a
 * test of its own; there is one for all, in test/harness/patience.ts. An instant (`Date.now() + DAY_MS`) is no stopwatch.
 */
export function checkStopwatches(tree: Tree): Violation[] {
  const measured = new Map<ts.SourceFile, Set<string>>()
  return testNodes(
    tree,
    (node, source) => {
      if (ts.isPropertyAccessExpression(node)) return stopwatchOf(node.getText(source))
      if (!ts.isCallExpression(node)) return undefined
      const called = node.expression.getText(source).replace(/\s+/g, '')
      const names = measured.get(source) ?? elapsedNames(source)
      measured.set(source, names)
      return (
        boundOf(node, called, source) ?? (called === 'expect' ? elapsedIn(node, names, source) : undefined)
      )
    },
    isTimed,
  )
}

const BOUNDS = /^(timeout|(test|hook|teardown|action|navigation)Timeout)$/
const SETTERS = /(^|\.)(setTimeout|setDefault(Navigation)?Timeout|slow)$/
/** Programs and servers have limits of their own; a config is the one place for all. */
const NO_WAIT = /^(spawn|exec|execFile|fork)(Sync)?$|^(defineConfig|Object\.assign)$/
const RUNNER = /^(it|test|describe|suite|(before|after)(All|Each))\b/

/** Tests, and all below test/ that runs with them. What measures on purpose is no test. */
function isTimed(path: string): boolean {
  if (path === 'test/harness/becomes.ts') return false
  return isTest(path) || /^test\/(?!perf\/|campaign\/)/.test(path)
}

function stopwatchOf(text: string): string | undefined {
  return /^(globalThis\.)?performance\.now$|^process\.hrtime$/.test(text)
    ? `measures by ${text}()`
    : undefined
}

function boundOf(node: ts.CallExpression, called: string, source: ts.SourceFile): string | undefined {
  if (/^(test|page|context|\w+\.page)\b/.test(called) && SETTERS.test(called))
    return `sets a bound by ${called}()`
  if (NO_WAIT.test(called)) return undefined
  const named = node.arguments.flatMap((one) =>
    ts.isObjectLiteralExpression(one) ? [...one.properties] : [],
  )
  const bound = named.find((one) => one.name !== undefined && BOUNDS.test(one.name.getText(source)))
  if (bound !== undefined) return `a bound of its own: ${bound.getText(source)}`
  const [, given] = node.arguments
  if (/^vi\.wait(For|Until)$/.test(called) && given !== undefined && !ts.isObjectLiteralExpression(given))
    return `a bound of its own: ${given.getText(source)}`
  const body = node.arguments.findIndex((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one))
  const last = node.arguments[body + 1]
  const isBounded = RUNNER.test(called) && body >= 0 && last !== undefined
  return isBounded ? `a bound of its own: ${last.getText(source)}` : undefined
}

/** An expectation on time that has passed: what it is of, or what it is compared with. */
function elapsedIn(node: ts.CallExpression, names: ReadonlySet<string>, source: ts.SourceFile) {
  let whole: ts.Node = node
  while (ts.isPropertyAccessExpression(whole.parent) || ts.isCallExpression(whole.parent)) {
    if (ts.isCallExpression(whole.parent) && whole.parent.expression !== whole) break
    whole = whole.parent
  }
  let found: string | undefined
  visitAll(whole, (one) => {
    if (isElapsed(one, source) || (ts.isIdentifier(one) && names.has(one.text)))
      found ??= `expects of time that passed: ${one.getText(source)}`
  })
  return found
}

function elapsedNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  visitAll(source, (node) => {
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.initializer === undefined)
      return
    let isMeasured = false
    if (!ts.isArrowFunction(node.initializer))
      visitAll(node.initializer, (one) => (isMeasured ||= isElapsed(one, source)))
    if (isMeasured) names.add(node.name.text)
  })
  return names
}

/** Now less an instant, or an instant less now; now less a length of time is an instant. */
function isElapsed(node: ts.Node, source: ts.SourceFile): boolean {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.MinusToken) return false
  const [left, right] = [node.left.getText(source), node.right.getText(source)]
  const isLength = /^[\d_\s*()+]*([A-Z][A-Z\d_]*|[\d_]+)[\d_\s*()+]*$|^\w+Ms$/.test(right)
  return right.includes('Date.now()') || (left.includes('Date.now()') && !isLength)
}

type Look = (node: ts.Node, source: ts.SourceFile) => string | undefined

function testNodes(tree: Tree, look: Look, isOne: (path: string) => boolean = isTest): Violation[] {
  return codeFilesOf(tree)
    .filter(isOne)
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
