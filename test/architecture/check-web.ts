import ts from 'typescript'
import type { Import } from './imports.ts'
import { codeFilesOf, importsOf, lineOf, parse } from './imports.ts'
import type { Tree, Violation } from './tree.ts'
import { isTest } from './tree.ts'

/** What web/ read and found. */
export type WebReport = { files: number; violations: Violation[] }

/** A folder of web/ to the folders that it may see beside itself; one that is not listed may see all of web/. */
const WALLS: Readonly<Record<string, readonly string[]>> = {
  ui: ['locales'],
  api: ['contracts'],
  styles: [],
  locales: [],
  build: ['locales'],
}
/** Parts that only their wrappers in web/ui may load, so that no screen shows one without a label. */
const WRAPPED = /^@base-ui\/react\//
const MAY_UNWRAP = new Set(['web/app/main.tsx', 'web/portal/main.tsx', 'web/app/palette/palette.tsx'])

/** Checks that web/ sees contracts/ alone of the rest, keeps its own walls, and exports by name. */
export function checkWeb(tree: Tree): WebReport {
  const files = codeFilesOf(tree).filter((path) => path.startsWith('web/'))
  const imports = importsOf(tree).filter(({ from }) => from.startsWith('web/'))
  const violations = [
    ...(files.length === 0 ? [{ rule: 'blind', at: 'web', detail: 'read no code of web/' }] : []),
    ...imports.flatMap((edge) => checkEdge(edge)),
    ...files.flatMap((path) => checkDefaultExport(path, tree.get(path) ?? '')),
  ]
  return { files: files.length, violations }
}

function checkEdge({ from, line, specifier, target }: Import): Violation[] {
  const at = `${from}:${line}`
  if (target === undefined) {
    const isUnwrapped = WRAPPED.test(specifier) && !from.startsWith('web/ui/') && !MAY_UNWRAP.has(from)
    return isUnwrapped ? [{ rule: 'unwrapped', at, detail: `use what web/ui makes of ${specifier}` }] : []
  }
  const to = target.startsWith('web/') ? folderOf(target) : (target.split('/')[0] ?? '')
  if (!target.startsWith('web/') && to !== 'contracts' && !isTest(from))
    return [{ rule: 'outside', at, detail: `web/ may see contracts/ alone, not ${target}` }]
  const own = folderOf(from)
  const walls = WALLS[own]
  if (walls === undefined || to === own || walls.includes(to) || isTest(from)) return []
  return [{ rule: 'wall', at, detail: `web/${own} may not see ${target}` }]
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}

/** A name given at the import finds nothing when it is looked for; only the configuration of Vite must have one. */
function checkDefaultExport(path: string, text: string): Violation[] {
  if (path === 'web/vite.config.ts') return []
  const source = parse(path, text)
  return source.statements.flatMap((statement) => {
    const isDefault =
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true)
    return isDefault
      ? [{ rule: 'default-export', at: `${path}:${lineOf(source, statement)}`, detail: 'export it by name' }]
      : []
  })
}
