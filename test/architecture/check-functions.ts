import ts from 'typescript'
import { lineOf, parse, visitAll } from './imports.ts'
import type { Tree, Violation } from './tree.ts'
import { isCode } from './tree.ts'

/** `path#name` of a function that was too long when the rule came, to the lines it had. It may only shrink. */
export type LongFunctions = Readonly<Record<string, number>>

/** The most lines that a function may have, from its first to its last: it fits a screen. */
export const FUNCTION_LINES = 60

/**
 * Checks that no function is longer than FUNCTION_LINES but the listed ones, and those not longer than listed. What is
 * listed and no longer long must leave the list. A test or suite is no function here; what it calls is one.
 */
export function checkFunctions(tree: Tree, listed: LongFunctions): Violation[] {
  const files = [...tree].filter(([path]) => isCode(path))
  const found = files.flatMap(([path, text]) => functionsOf(path, text))
  if (found.length === 0) return [{ rule: 'blind', at: '.', detail: 'read no function' }]
  const long = found.filter(({ lines }) => lines > FUNCTION_LINES)
  const keys = new Set(long.map(({ key }) => key))
  return [
    ...long
      .filter(({ key, lines }) => lines > (listed[key] ?? FUNCTION_LINES))
      .map(({ key, lines, at }) => ({
        rule: 'function',
        at,
        detail: `${key}: ${lines} lines; at most ${listed[key] ?? FUNCTION_LINES}`,
      })),
    ...Object.keys(listed)
      .filter((key) => !keys.has(key))
      .map((key) => ({
        rule: 'function-list',
        at: key,
        detail: 'is gone or short now; take it off long-functions.json',
      })),
  ]
}

type Measured = { key: string; lines: number; at: string }

function functionsOf(path: string, text: string): Measured[] {
  const source = parse(path, text)
  const found: Measured[] = []
  const seen = new Map<string, number>()
  visitAll(source, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined || isSuite(node)) return
    const name = nameOf(node)
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    const first = lineOf(source, node)
    const last = source.getLineAndCharacterOfPosition(node.getEnd()).line + 1
    const key = `${path}#${name}${nth === 1 ? '' : ` (${nth})`}`
    found.push({ key, lines: last - first + 1, at: `${path}:${first}` })
  })
  return found
}

/** Its own name, or that of what holds it: a variable, a property, the function it is handed to. */
function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText()
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  for (let above: ts.Node = node.parent; above !== undefined; above = above.parent) {
    if (ts.isCallExpression(above)) return `${above.expression.getText().replace(/\W[\s\S]*/, '')}()`
    if (ts.isVariableDeclaration(above) || ts.isPropertyAssignment(above)) return above.name.getText()
    if (ts.isFunctionLike(above)) return `${nameOf(above)}.inner`
  }
  return 'default'
}

const RUNNERS = /^(describe|suite|it|test|(before|after)(All|Each))$/

/** What is handed to a runner of tests directly. */
function isSuite(node: ts.Node): boolean {
  const call = node.parent
  if (!ts.isCallExpression(call) || call.expression === node) return false
  let root: ts.Node = call.expression
  while (
    ts.isCallExpression(root) ||
    ts.isPropertyAccessExpression(root) ||
    ts.isTaggedTemplateExpression(root)
  )
    root = ts.isTaggedTemplateExpression(root) ? root.tag : root.expression
  return RUNNERS.test(root.getText())
}
