import { isBuiltin } from 'node:module'
import { checkCycles } from './check-cycles.ts'
import type { Import } from './imports.ts'
import { codeFilesOf, importsOf } from './imports.ts'
import type { ArchitectureMap } from './modules.ts'
import { checkMap, folderOf, mayImport, moduleOf, rankOf, tierOf } from './modules.ts'
import type { Tree, Violation } from './tree.ts'
import { isTest } from './tree.ts'

/** What the import check read and found. */
export type ImportReport = { files: number; edges: number; violations: Violation[] }

/** Contracts without a help-desk noun: all that the platform may see of them. */
export const groundContracts: readonly string[] = [
  'contracts/errors.ts',
  'contracts/fields.ts',
  'contracts/route.ts',
]

/**
 * Checks every import of contracts/, server/, web/, bench/ and test/ against the map; what web/ may see is in
 * check-web.ts. Fewer than 10 files or no import at all is a violation by itself: a check that reads nothing would
 * otherwise pass for ever.
 */
export function checkImports(tree: Tree, map: ArchitectureMap): ImportReport {
  const files = codeFilesOf(tree)
  const imports = importsOf(tree)
  const packages = declaredPackages(tree)
  const violations = [
    ...(files.length < 10 || imports.length === 0
      ? [{ rule: 'blind', at: '.', detail: `read ${files.length} files and ${imports.length} imports` }]
      : []),
    ...checkMap(tree, map),
    ...imports.flatMap((edge) => {
      const broken =
        edge.target === undefined ? checkPackage(edge, packages) : checkFile(edge, edge.target, tree, map)
      return broken === undefined ? [] : [{ ...broken, at: `${edge.from}:${edge.line}` }]
    }),
    ...checkCycles(imports),
    ...checkUnused(imports, map),
  ]
  return { files: files.length, edges: imports.length, violations }
}

type Broken = { rule: string; detail: string }

function checkFile(edge: Import, target: string, tree: Tree, map: ArchitectureMap): Broken | undefined {
  if (!tree.has(target)) return { rule: 'unresolved', detail: `${edge.specifier} is not a file` }
  const from = moduleOf(edge.from)
  const to = moduleOf(target)
  if (to === undefined) return checkOutside(edge, target, from)
  if (from === to) return undefined
  if (from !== undefined && !mayImport(map, from, to)) return forbidden(from, to)
  if (to !== 'contracts' && target !== `${folderOf(to)}/index.ts`)
    return { rule: 'past-the-door', detail: `${target} is inside ${to}; import its index.ts` }
  if (
    from !== undefined &&
    tierOf(from) === 'platform' &&
    to === 'contracts' &&
    !groundContracts.includes(target)
  )
    return { rule: 'platform-noun', detail: `the platform knows no help-desk noun; ${target} holds some` }
  return undefined
}

function checkOutside(edge: Import, target: string, from: string | undefined): Broken | undefined {
  if (from === undefined || target === 'package.json') return undefined
  if (isTest(edge.from) && target.startsWith('test/')) return undefined
  return { rule: 'outside', detail: `${from} may not import ${target}` }
}

function forbidden(from: string, to: string): Broken {
  if (rankOf(to) < rankOf(from))
    return { rule: 'upward', detail: `${from} may not import ${to}, which is above it` }
  const rule = tierOf(from) === tierOf(to) ? 'sideways' : 'unlisted'
  return { rule, detail: `architecture.json does not let ${from} import ${to}` }
}

function checkPackage(edge: Import, packages: DeclaredPackages): Broken | undefined {
  const name = packageName(edge.specifier)
  const product = moduleOf(edge.from) !== undefined && !isTest(edge.from)
  if (product && moduleOf(edge.from) === 'contracts' && name !== 'typebox')
    return { rule: 'contracts', detail: `contracts/ imports typebox only, not ${edge.specifier}` }
  if (edge.specifier.startsWith('node:') && isBuiltin(edge.specifier)) return undefined
  // Made by the build of the web app itself.
  if (edge.from.startsWith('web/') && edge.specifier.startsWith('virtual:')) return undefined
  if (packages.product.has(name) || (!product && packages.development.has(name))) return undefined
  const where = product ? 'dependencies' : 'package.json'
  return {
    rule: 'unresolved',
    detail: `${edge.specifier} is not in ${where} (Node's own parts start with node:)`,
  }
}

// A permission that nobody uses would be used by accident: the map says what is, not what might be.
function checkUnused(imports: readonly Import[], map: ArchitectureMap): Violation[] {
  const used = new Set(imports.map(({ from, target }) => `${moduleOf(from)} ${moduleOf(target ?? '')}`))
  return Object.entries(map).flatMap(([from, entries]) =>
    entries
      .filter((to) => to.includes('/') && to in map && !used.has(`${from} ${to}`))
      .map((to) => ({ rule: 'unused', at: from, detail: `no import uses its permission to see ${to}` })),
  )
}

type DeclaredPackages = { product: Set<string>; development: Set<string> }

function declaredPackages(tree: Tree): DeclaredPackages {
  const manifest: Record<string, Record<string, string> | undefined> = JSON.parse(
    tree.get('package.json') ?? '{}',
  )
  const { dependencies = {}, optionalDependencies = {}, devDependencies = {} } = manifest
  return {
    product: new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies)]),
    development: new Set(Object.keys(devDependencies)),
  }
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
