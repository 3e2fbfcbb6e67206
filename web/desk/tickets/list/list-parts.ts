import { createContext, use, useCallback, useSyncExternalStore } from 'react'
import type { Clock } from '../../../api/index.ts'
import { type Cursor, createCursor } from './cursor.ts'
import { createLastChanges, type LastChanges } from './last-changes.ts'
import { createOrderFreeze, type OrderFreeze } from './order-freeze.ts'
import { createSelection, type Selection } from './selection.ts'

/** What the rows of one list share, outside React, so that a move or a tick draws the rows it is about alone. */
export type ListParts = {
  cursor: Cursor
  selection: Selection
  freeze: OrderFreeze
  lastChanges: LastChanges
  /** Whether the focus was on the rows when they gave way to those of another list. */
  focus: { isOnRows: boolean }
}

/** Gives the parts to the rows. */
export const ListPartsContext = createContext<ListParts | undefined>(undefined)

/** The parts of a list that begins. */
export function createListParts(clock: Clock): ListParts {
  const selection = createSelection()
  const isHeld = () => selection.ids().length > 0 || isBoxOpen()
  return {
    cursor: createCursor(),
    selection,
    freeze: createOrderFreeze({ clock, isHeld, isHidden: () => document.hidden }),
    lastChanges: createLastChanges(),
    focus: { isOnRows: false },
  }
}

/** The parts of the list around this component. Throws outside one. */
export function useListParts(): ListParts {
  const parts = use(ListPartsContext)
  if (parts === undefined) throw new Error('there is no list around this component')
  return parts
}

/** The ticket under the cursor. */
export function useCursorId(): string | undefined {
  const { cursor } = useListParts()
  return useSyncExternalStore(cursor.subscribe, cursor.current)
}

/** Whether the cursor is on this ticket; draws again when that changes alone. */
export function useIsCursor(id: string): boolean {
  const { cursor } = useListParts()
  const subscribe = useCallback((listener: () => void) => cursor.subscribeRow(id, listener), [cursor, id])
  return useSyncExternalStore(subscribe, () => cursor.current() === id)
}

/** Whether this ticket is selected. */
export function useIsSelected(id: string): boolean {
  const { selection } = useListParts()
  return useSyncExternalStore(selection.subscribe, () => selection.has(id))
}

/** The selected tickets. */
export function useSelectedIds(): readonly string[] {
  const { selection } = useListParts()
  return useSyncExternalStore(selection.subscribe, selection.ids)
}

/** A picker, a menu or a dialog lies over the list. */
function isBoxOpen(): boolean {
  return document.querySelector('main [role="listbox"], [role="menu"], [role="dialog"]') !== null
}
