import { posix } from 'node:path'
import ts from 'typescript'
import type { Tree } from './tree.ts'

/** One import as written. `target` is a path from the root for a relative specifier, else undefined. */
export type Import = {
  from: string
  line: number
  specifier: string
  target: string | undefined
  /** Erased before the program runs, so it cannot be part of a cycle. */
  typeOnly: boolean
}

const readRoots = /^(contracts|server|web|bench|test)\/.*\.tsx?$/

/** Every import, re-export, dynamic import, import type and worker URL of the code, in file order. */
export function importsOf(tree: Tree): Import[] {
  return codeFilesOf(tree).flatMap((path) => importsOfFile(path, tree.get(path) ?? ''))
}

/** The TypeScript files whose imports are checked. */
export function codeFilesOf(tree: Tree): string[] {
  return [...tree.keys()].filter((path) => readRoots.test(path))
}

/** Parses one file. The text need not compile; what cannot be read as an import is not one. */
export function parse(path: string, text: string): ts.SourceFile {
  const known = parsed.get(path)
  if (known?.text === text) return known
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kindOf(path))
  parsed.set(path, source)
  return source
}

/** Visits every node below `node`, parents first. */
export function visitAll(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => visitAll(child, visit))
}

/** The 1-based line on which a node starts. */
export function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
}

/** Half a dozen checks read each file, and parsing is most of their work. */
const parsed = new Map<string, ts.SourceFile>()

// Without the kind of the file its elements would be read as comparisons, and the imports behind them not at all.
function kindOf(path: string): ts.ScriptKind {
  return path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
}

function importsOfFile(path: string, text: string): Import[] {
  const source = parse(path, text)
  const found: Import[] = []
  visitAll(source, (node) => {
    const written = writtenImport(node)
    if (written === undefined) return
    const { specifier, typeOnly } = written
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined
    found.push({ from: path, line: lineOf(source, node), specifier, target, typeOnly })
  })
  return found
}

// `import { type A }` counts as run: with verbatimModuleSyntax it leaves `import {}` behind, which loads the file.
function writtenImport(node: ts.Node): { specifier: string; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node))
    return literal(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
  if (ts.isExportDeclaration(node)) return literal(node.moduleSpecifier, node.isTypeOnly)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return literal(node.argument.literal, true)
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return literal(node.arguments[0], false)
  if (ts.isNewExpression(node) && node.expression.getText() === 'URL') return workerFile(node)
  return undefined
}

// A worker thread is named by `new URL('./x.ts', import.meta.url)`: a door into a file like any other.
function workerFile(node: ts.NewExpression): { specifier: string; typeOnly: boolean } | undefined {
  const [file, base] = node.arguments ?? []
  if (file === undefined || base?.getText() !== 'import.meta.url') return undefined
  return ts.isStringLiteral(file) && /^\..*\.ts$/.test(file.text) ? literal(file, true) : undefined
}

function literal(
  node: ts.Node | undefined,
  typeOnly: boolean,
): { specifier: string; typeOnly: boolean } | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? { specifier: node.text, typeOnly } : undefined
}
