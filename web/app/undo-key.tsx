import { useSyncExternalStore } from 'react'
import { useAction } from './keys/keyboard.ts'
import { undoStack } from './undo-stack.ts'

/** Offers the action `undo` while there is something to take back. Once in the page. */
export function UndoKey() {
  const newest = useSyncExternalStore(undoStack.subscribe, undoStack.newest)
  useAction('undo', () => void undoStack.undo(), newest !== undefined)
  return null
}
