import type { Tree, Violation } from './tree.ts'
import { isTest } from './tree.ts'

/** Module to what it may import: a module by its full name, or a whole lower tier by the tier's name. */
export type ArchitectureMap = Readonly<Record<string, readonly string[]>>

/** The tiers from the top down. A call goes down this list, a fact goes up it as an event. */
export const tiers: readonly string[] = [
  'app',
  'delivery',
  'policy',
  'desk',
  'directory',
  'platform',
  'contracts',
]

/** The tier of a module; 'app' and 'contracts' are tiers of one module. */
export function tierOf(module: string): string {
  return module.split('/')[0] ?? module
}

/** The height of a module's tier, 0 at the top; -1 for a tier that does not exist. */
export function rankOf(module: string): number {
  return tiers.indexOf(tierOf(module))
}

/** The module that a file belongs to, or undefined for a file outside contracts/ and server/, or astray in it. */
export function moduleOf(path: string): string | undefined {
  const [root, tier, module, file] = path.split('/')
  if (root === 'contracts') return tier === undefined ? undefined : 'contracts'
  if (root !== 'server' || tier === undefined || module === undefined) return undefined
  if (tier === 'app') return 'app'
  return file === undefined ? undefined : `${tier}/${module}`
}

/** The folder of a module, without a slash at the end. */
export function folderOf(module: string): string {
  return module === 'contracts' ? 'contracts' : `server/${module}`
}

/** Says whether the map lets `from` import `to`: itself, a module it lists, or any module of a tier it lists. */
export function mayImport(map: ArchitectureMap, from: string, to: string): boolean {
  if (from === to) return true
  const listed = map[from] ?? []
  return listed.includes(to) || listed.includes(tierOf(to))
}

/** Checks the map itself, and that map and folders name the same modules. */
export function checkMap(tree: Tree, map: ArchitectureMap): Violation[] {
  return [...checkOrder(map), ...checkEntries(map), ...checkSidewaysCycles(map), ...checkFolders(tree, map)]
}

function checkOrder(map: ArchitectureMap): Violation[] {
  const modules = Object.keys(map)
  return modules.flatMap((module, i) => {
    const above = modules[i - 1]
    if (rankOf(module) < 0) return [mapViolation(module, `no such tier; the tiers are ${tiers.join(', ')}`)]
    if (above !== undefined && rankOf(above) > rankOf(module))
      return [mapViolation(module, `stands below ${above}; list the modules from the top tier down`)]
    return []
  })
}

function checkEntries(map: ArchitectureMap): Violation[] {
  return Object.entries(map).flatMap(([module, entries]) =>
    entries.flatMap((entry) => {
      const isTier = tiers.includes(entry)
      if (!isTier && !(entry in map)) return [mapViolation(module, `lists ${entry}, which is not in the map`)]
      if (rankOf(entry) < rankOf(module)) return [mapViolation(module, `lists ${entry}, which is above it`)]
      if (isTier && entry === tierOf(module))
        return [mapViolation(module, `lists its own tier; name each sideways module it needs`)]
      return []
    }),
  )
}

function checkSidewaysCycles(map: ArchitectureMap): Violation[] {
  const settled = new Set<string>()
  const found: Violation[] = []
  const visit = (module: string, trail: readonly string[]): void => {
    if (trail.includes(module)) {
      const cycle = [...trail.slice(trail.indexOf(module)), module].join(' -> ')
      found.push(mapViolation(module, `modules in a cycle: ${cycle}`))
      return
    }
    if (settled.has(module)) return
    for (const entry of map[module] ?? []) if (entry in map) visit(entry, [...trail, module])
    settled.add(module)
  }
  for (const module of Object.keys(map)) visit(module, [])
  return found
}

function checkFolders(tree: Tree, map: ArchitectureMap): Violation[] {
  const inTree = new Set<string>()
  const astray: Violation[] = []
  for (const path of tree.keys()) {
    if (!/^(contracts|server)\/.*\.ts$/.test(path)) continue
    const module = moduleOf(path)
    if (module === undefined)
      astray.push({ rule: 'astray', at: path, detail: 'lies in no module; move it into one' })
    else if (!(module in map))
      astray.push({ rule: 'unknown-module', at: path, detail: `${module} is not in architecture.json` })
    else if (!isTest(path)) inTree.add(module)
  }
  const empty = Object.keys(map).filter((module) => !inTree.has(module))
  return [...astray, ...empty.map((module) => mapViolation(module, 'holds no code; list it when it does'))]
}

function mapViolation(module: string, detail: string): Violation {
  return { rule: 'map', at: module, detail }
}
