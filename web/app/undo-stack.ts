import { type Cell, createCell } from '../api/cell.ts'
import { type Clock, systemClock } from '../api/clock.ts'

/** Something that was just done and can be taken back until `expiresAt` (ms since 1970). */
export type Undoable = { label: string; run: () => void; expiresAt: number }

export type UndoStack = {
  /** Puts it on top. Answers how to take it off again: it was taken back otherwise, or is past. */
  push(undoable: Undoable): () => void
  /** Takes the newest back; false when there is none. */
  undo(): boolean
  /** What `undo` would take back now. */
  newest: Cell<Undoable | undefined>['current']
  subscribe: Cell<Undoable | undefined>['subscribe']
}

/** What can be taken back with one key: the newest first, each once, none after its time. */
export function createUndoStack(clock: Clock): UndoStack {
  let stack: Undoable[] = []
  const newest = createCell<Undoable | undefined>(undefined)
  const set = (next: Undoable[]) => {
    stack = next
    newest.set(stack.at(-1))
  }
  const drop = (undoable: Undoable) => set(stack.filter((one) => one !== undoable))
  return {
    push(undoable) {
      const callOff = clock.after(Math.max(0, undoable.expiresAt - clock.now()), () => drop(undoable))
      set([...stack, undoable])
      return () => {
        callOff()
        drop(undoable)
      }
    },
    undo() {
      const top = stack.at(-1)
      if (top === undefined) return false
      drop(top)
      top.run()
      return true
    },
    newest: newest.current,
    subscribe: newest.subscribe,
  }
}

/** The one stack of the page; its key is the action `undo`. */
export const undoStack = createUndoStack(systemClock)

/** Lets something be taken back by the key of `undo` until `expiresAt` (ms since 1970); the newest goes first. */
export const pushUndo = undoStack.push
