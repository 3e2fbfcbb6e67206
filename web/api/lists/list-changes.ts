/** How a shown row stands to the list as it would be now. */
export type ListChange = { id: string; how: 'entered' | 'left' | 'moved' }

/**
 * What applying would change: who enters, who leaves, and the fewest rows that would have to move for the rest to be
 * in order.
 */
export function changesBetween(shown: readonly string[], target: readonly string[]): ListChange[] {
  const position = new Map(target.map((id, i) => [id, i]))
  const present = new Set(shown)
  const staying = shown.filter((id) => position.has(id))
  const still = longestRising(staying.map((id) => position.get(id) ?? 0))
  return [
    ...target.filter((id) => !present.has(id)).map((id) => ({ id, how: 'entered' as const })),
    ...shown.filter((id) => !position.has(id)).map((id) => ({ id, how: 'left' as const })),
    ...staying.filter((_, i) => !still.has(i)).map((id) => ({ id, how: 'moved' as const })),
  ]
}

/** The indexes of a longest rising run, by patience sorting. */
function longestRising(values: readonly number[]): Set<number> {
  const tails: number[] = []
  const before: number[] = []
  values.forEach((value, i) => {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1
      else high = middle
    }
    before[i] = low === 0 ? -1 : (tails[low - 1] ?? -1)
    tails[low] = i
  })
  const run = new Set<number>()
  for (let i = tails.at(-1) ?? -1; i >= 0; i = before[i] ?? -1) run.add(i)
  return run
}
