/** Which tickets are selected: a set by id, outside the rows, so that it outlives scrolling and changes of the list. */
export type Selection = {
  has(id: string): boolean
  /** In the order they were selected; the same array until it changes. */
  ids(): readonly string[]
  toggle(id: string): void
  add(ids: readonly string[]): void
  remove(ids: readonly string[]): void
  clear(): void
  subscribe(listener: () => void): () => void
}

/** See Selection. */
export function createSelection(): Selection {
  const selected = new Set<string>()
  const listeners = new Set<() => void>()
  let ids: readonly string[] = []
  const change = (make: () => void) => {
    const before = selected.size
    make()
    if (selected.size === before) return
    ids = [...selected]
    for (const listener of [...listeners]) listener()
  }
  return {
    has: (id) => selected.has(id),
    ids: () => ids,
    toggle: (id) => change(() => (selected.has(id) ? selected.delete(id) : selected.add(id))),
    add: (more) =>
      change(() => {
        for (const id of more) selected.add(id)
      }),
    remove: (some) =>
      change(() => {
        for (const id of some) selected.delete(id)
      }),
    clear: () => change(() => selected.clear()),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The rows from one to another, both with it; none where one of them is not in the list. */
export function between(ids: readonly string[], one: string, other: string): readonly string[] {
  const from = ids.indexOf(one)
  const to = ids.indexOf(other)
  if (from < 0 || to < 0) return []
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1)
}
