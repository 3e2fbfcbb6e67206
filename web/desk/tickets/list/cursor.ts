/** Where the cursor goes. */
export type CursorMove = 'next' | 'previous' | 'first' | 'last' | 'pageDown' | 'pageUp'

/** The row that the cursor is on, by ticket; each row hears of itself alone, so that a move draws two rows. */
export type Cursor = {
  current(): string | undefined
  set(id: string | undefined): void
  /** Hears of every move. */
  subscribe(listener: () => void): () => void
  subscribeRow(id: string, listener: () => void): () => void
}

/** See Cursor. */
export function createCursor(initial?: string): Cursor {
  const listeners = new Set<() => void>()
  const rows = new Map<string, Set<() => void>>()
  let current = initial
  return {
    current: () => current,
    set(id) {
      if (id === current) return
      const before = current
      current = id
      for (const row of [before, id]) for (const listener of [...(rows.get(row ?? '') ?? [])]) listener()
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    subscribeRow(id, listener) {
      const own = rows.get(id) ?? new Set()
      rows.set(id, own)
      own.add(listener)
      return () => {
        own.delete(listener)
        if (own.size === 0 && rows.get(id) === own) rows.delete(id)
      }
    },
  }
}

/**
 * The ticket that a move leads to; from nowhere every move but `last` leads to the first. Undefined in an empty list.
 * `pageRows` is how many rows are in sight.
 */
export function moved(
  ids: readonly string[],
  current: string | undefined,
  move: CursorMove,
  pageRows: number,
): string | undefined {
  const at = current === undefined ? -1 : ids.indexOf(current)
  const last = ids.length - 1
  const wanted = {
    next: at + 1,
    previous: at - 1,
    first: 0,
    last,
    pageDown: Math.max(at, 0) + Math.max(1, pageRows - 1),
    pageUp: at - Math.max(1, pageRows - 1),
  }[move]
  if (at < 0 && move !== 'last') return ids[0]
  return ids[Math.min(last, Math.max(0, wanted))]
}

/**
 * Where the cursor stands after the rows changed: on its ticket, or where that was lost on the nearest row that
 * stayed, the next one first. Undefined where it stood nowhere or nothing is left.
 */
export function keptCursor(
  before: readonly string[],
  after: readonly string[],
  current: string | undefined,
): string | undefined {
  if (current === undefined) return undefined
  const left = new Set(after)
  if (left.has(current)) return current
  const at = before.indexOf(current)
  if (at < 0) return undefined
  return before.slice(at + 1).find((id) => left.has(id)) ?? before.slice(0, at).findLast((id) => left.has(id))
}
