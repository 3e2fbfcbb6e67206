import { createCell } from './cell.ts'

/** Something one may have to wait for: the network, a sign-in. */
export type Gate = {
  isOpen(): boolean
  /** Resolves when it is open; those who wait pass in the order in which they came. */
  opened(): Promise<void>
  open(): void
  close(): void
  /** Nothing came back, though it looked open: closes it until somebody opens it again. */
  doubt(): void
  subscribe(listener: () => void): () => void
}

/** A gate, open unless told. `onDoubt` is to find out whether it is open, and to open it. */
export function createGate(isOpen = true, onDoubt: () => void = () => {}): Gate {
  const cell = createCell(isOpen)
  const waiting: (() => void)[] = []
  return {
    isOpen: cell.current,
    subscribe: cell.subscribe,
    opened() {
      if (cell.current()) return Promise.resolve()
      return new Promise((resolve) => waiting.push(resolve))
    },
    open() {
      cell.set(true)
      for (const pass of waiting.splice(0)) pass()
    },
    close: () => cell.set(false),
    doubt() {
      cell.set(false)
      onDoubt()
    },
  }
}
