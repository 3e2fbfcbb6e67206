import type { ArchitectureMap } from './modules.ts'
import type { Tree, Violation } from './tree.ts'

const header = /^-- module: ([a-z/-]+); kind: (expand|contract); breaking: (yes|no)\n/

/** Checks that migrations are numbered from 0001 without a gap and say whose they are and how old code lives with them. */
export function checkMigrations(tree: Tree, map: ArchitectureMap): Violation[] {
  const files = [...tree].filter(([path]) => /^migrations\/(?!schema\.sql$)[^/]+\.sql$/.test(path)).sort()
  if (files.length === 0) return [{ rule: 'blind', at: 'migrations', detail: 'read no migration' }]
  return files.flatMap(([path, text], i) => {
    const number = String(i + 1).padStart(4, '0')
    const found: Violation[] = []
    if (!new RegExp(`^migrations/${number}_[a-z0-9_]+\\.sql$`).test(path))
      found.push({ rule: 'migration', at: path, detail: `should be migrations/${number}_what_it_does.sql` })
    const module = header.exec(text)?.[1]
    if (module === undefined)
      found.push({ rule: 'migration', at: path, detail: `the first line should match ${header.source}` })
    else if (!Object.keys(map).some((known) => known === module || known.endsWith(`/${module}`)))
      found.push({ rule: 'migration', at: path, detail: `${module} is not in architecture.json` })
    return found
  })
}
