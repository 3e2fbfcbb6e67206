import ts from 'typescript'
import { lineOf, parse } from './imports.ts'
import type { ArchitectureMap } from './modules.ts'
import { folderOf } from './modules.ts'
import type { Tree, Violation } from './tree.ts'
import { blindness, isProductCode } from './tree.ts'

const readmeLimit = 40
const readmeParts: [name: string, form: RegExp][] = [
  ['the nouns', /\bnouns?\b/i],
  ['the invariants', /\binvariants?\b/i],
  ['"Tables: a, b" or "Tables: none"', /\bTables: \S/],
  ['"Events: a, b" or "Events: none"', /\bEvents: \S/],
]

/** Checks that each module has its door, index.ts, and a README that fits a screen and says what it must. */
export function checkModuleDoors(tree: Tree, map: ArchitectureMap): Violation[] {
  const modules = Object.keys(map)
  const found = modules.flatMap((module) => {
    const readme = `${folderOf(module)}/README.md`
    const found = checkReadme(readme, tree.get(readme))
    const door = `${folderOf(module)}/index.ts`
    // Contracts are imported noun by noun, so they have no one door.
    if (module === 'contracts' || tree.has(door)) return found
    return [...found, { rule: 'door', at: door, detail: 'is missing' }]
  })
  return [...blindness(modules.length, 'module'), ...found]
}

/** Checks that every function the server exports is preceded by a docstring. */
export function checkDocstrings(tree: Tree): Violation[] {
  const files = [...tree].filter(([path]) => isProductCode(path) && path.startsWith('server/'))
  return [
    ...blindness(files.length, 'code of server/'),
    ...files.flatMap(([path, text]) => {
      const source = parse(path, text)
      return source.statements.flatMap((statement, i) => {
        const name = exportedFunction(statement)
        if (name === undefined || isDocumented(statement, text)) return []
        // Only the first of several overloads carries the text.
        const above = source.statements[i - 1]
        if (above !== undefined && exportedFunction(above) === name) return []
        return [{ rule: 'docstring', at: `${path}:${lineOf(source, statement)}`, detail: `${name} has none` }]
      })
    }),
  ]
}

function checkReadme(path: string, text: string | undefined): Violation[] {
  if (text === undefined) return [{ rule: 'readme', at: path, detail: 'is missing' }]
  const found = readmeParts
    .filter(([, form]) => !form.test(text))
    .map(([name]) => ({ rule: 'readme', at: path, detail: `does not state ${name}` }))
  const count = text.trimEnd().split('\n').length
  if (count > readmeLimit)
    found.push({ rule: 'readme', at: path, detail: `${count} lines; at most ${readmeLimit}` })
  return found
}

function exportedFunction(statement: ts.Statement): string | undefined {
  if (!ts.canHaveModifiers(statement)) return undefined
  if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return undefined
  if (ts.isFunctionDeclaration(statement)) return statement.name?.text
  if (!ts.isVariableStatement(statement)) return undefined
  const [declaration] = statement.declarationList.declarations
  const value = declaration?.initializer
  if (value === undefined || !(ts.isArrowFunction(value) || ts.isFunctionExpression(value))) return undefined
  return declaration?.name.getText()
}

function isDocumented(statement: ts.Statement, text: string): boolean {
  const above = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? []
  return above.some(({ pos, end }) => /^\/\*\*[\s*]*[^\s*/]/.test(text.slice(pos, end)))
}
