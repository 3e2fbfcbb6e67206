import type { Import } from './imports.ts'
import type { Violation } from './tree.ts'

/** Finds files that import each other in a circle when the program runs; imports of types alone are left out. */
export function checkCycles(imports: readonly Import[]): Violation[] {
  const graph = new Map<string, string[]>()
  for (const { from, target, typeOnly } of imports) {
    if (target === undefined || typeOnly) continue
    graph.set(from, [...(graph.get(from) ?? []), target])
  }
  const found: Violation[] = []
  const settled = new Set<string>()
  for (const start of graph.keys()) follow(start, [], graph, settled, found)
  return found
}

// Depth first: a file met again on the way down closes a circle, a settled one cannot be in a new one.
function follow(
  file: string,
  trail: string[],
  graph: ReadonlyMap<string, string[]>,
  settled: Set<string>,
  found: Violation[],
): void {
  const met = trail.indexOf(file)
  if (met >= 0) {
    found.push({ rule: 'cycle', at: file, detail: [...trail.slice(met), file].join(' -> ') })
    return
  }
  if (settled.has(file)) return
  trail.push(file)
  for (const next of graph.get(file) ?? []) follow(next, trail, graph, settled, found)
  trail.pop()
  settled.add(file)
}
