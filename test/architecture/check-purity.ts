import type { Import } from './imports.ts'
import { importsOf } from './imports.ts'
import { moduleOf } from './modules.ts'
import { outsideModules, outsidePackages, pureFiles, storeFiles } from './pure-files.ts'
import type { Tree, Violation } from './tree.ts'
import { blindness, isTest } from './tree.ts'

/** How many files promise purity, and which of them break the promise. */
export type PurityReport = { pure: number; violations: Violation[] }

/**
 * Checks that a pure file loads no store, driver or outside module: by itself not even as a type, and not through
 * the files it loads either.
 */
export function checkPurity(tree: Tree): PurityReport {
  const imports = importsOf(tree)
  const pure = [...tree.keys()].filter((path) => !isTest(path) && pureFiles.some((form) => form.test(path)))
  return {
    pure: pure.length,
    violations: [
      ...blindness(pure.length, 'pure file'),
      ...pure.flatMap((path) => checkPureFile(path, imports)),
    ],
  }
}

function checkPureFile(path: string, imports: readonly Import[]): Violation[] {
  const found: Violation[] = []
  const seen = new Set([path])
  const queue = [path]
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const edge of imports) {
      if (edge.from !== file || (edge.typeOnly && file !== path)) continue
      if (reachesOutside(edge)) found.push(impure(path, edge))
      else if (edge.target !== undefined && !edge.typeOnly && !seen.has(edge.target)) {
        seen.add(edge.target)
        queue.push(edge.target)
      }
    }
  }
  return found
}

function reachesOutside({ specifier, target }: Import): boolean {
  if (target === undefined) return outsidePackages.includes(specifier)
  return storeFiles.test(target) || outsideModules.includes(moduleOf(target) ?? '')
}

function impure(path: string, edge: Import): Violation {
  const way = edge.from === path ? '' : ` by way of ${edge.from}`
  return { rule: 'impure', at: path, detail: `a pure file loads ${edge.target ?? edge.specifier}${way}` }
}
