import { useEffect, useId } from 'react'
import type { MenuEntry } from '../../ui/menu.tsx'

/** What the menu of one row of a table offers, for the palette: found by whom or what it is about. */
export type RowEntry = { id: string; name: string; run: () => void }

const offered = new Map<string, { row: string; entries: readonly MenuEntry[] }>()

/** Offers the entries of a row's menu in the palette too, named after their row, while the row is shown. */
export function useRowEntries(row: string, entries: readonly MenuEntry[]): void {
  const rowId = useId()
  useEffect(() => {
    offered.set(rowId, { row, entries })
  })
  useEffect(() => () => void offered.delete(rowId), [rowId])
}

/** What the rows of the present screen offer now. */
export function rowEntries(): RowEntry[] {
  return [...offered].flatMap(([rowId, { row, entries }]) =>
    entries.flatMap((entry): RowEntry[] => {
      if (entry.kind === 'separator' || entry.kind === 'heading') return []
      // What is so already, or cannot be done now, is nothing to do.
      if (entry.chosen === true || entry.disabledBecause !== undefined) return []
      return [{ id: `${rowId} ${entry.id}`, name: `${row}: ${entry.text}`, run: entry.onSelect }]
    }),
  )
}
