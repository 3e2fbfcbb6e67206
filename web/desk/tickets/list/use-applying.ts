import { type RefObject, useEffect, useEffectEvent } from 'react'
import { keptCursor } from './cursor.ts'
import { useListParts } from './list-parts.ts'
import type { GridHandle } from './ticket-grid.tsx'
import type { ShownList } from './use-shown-list.ts'

/**
 * Puts the list into its order: when asked, and by itself as soon as nobody aims at a row. What one looks at stays
 * where it is. Answers how to do it at once. Rule: docs/behaviour/ticket-list.md, "Nothing moves under the pointer".
 */
export function useApplying(
  { list, state, isStale }: ShownList,
  grid: RefObject<GridHandle | null>,
): () => void {
  const { cursor, freeze } = useListParts()
  const apply = () => {
    const before = list.state().ids
    list.apply()
    const after = list.state().ids
    const kept = keptCursor(before, after, cursor.current())
    grid.current?.holdStill(after, kept)
    cursor.set(kept)
  }
  const applyLatest = useEffectEvent(apply)
  const { changes } = state
  useEffect(() => {
    if (changes.length === 0 || isStale) return
    return freeze.whenFree(applyLatest)
  }, [changes, isStale, freeze])
  return apply
}
