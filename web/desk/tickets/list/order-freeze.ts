import type { Clock } from '../../../api/index.ts'

/** The pointer over the list counts as aiming for so long after it moved. */
export const POINTER_MS = 10_000
/** A key or a click in the list counts for so long. */
export const TOUCH_MS = 3_000
/** What holds the order, such as an open picker, tells nobody when it ends: it is looked at again after so long. */
export const HELD_MS = 500

export type OrderFreeze = {
  pointerMoved(): void
  pointerLeft(): void
  /** A key or a click in the list. */
  touched(): void
  isFrozen(): boolean
  /** Runs something as soon as the order may change: now, or when nobody aims any more. Answers how to call it off. */
  whenFree(run: () => void): () => void
}

/**
 * Says whether the order of a list may change: not while somebody aims at a row. `isHeld` is true while rows are
 * selected or a box hangs on one; `isHidden` while nobody sees the page, and then only what is held stays.
 * Rule: docs/behaviour/ticket-list.md, "Nothing moves under the pointer".
 */
export function createOrderFreeze(options: {
  clock: Clock
  isHeld: () => boolean
  isHidden: () => boolean
}): OrderFreeze {
  const { clock, isHeld, isHidden } = options
  let pointerUntilMs = 0
  let touchUntilMs = 0
  const frozenMs = () => {
    if (isHeld()) return HELD_MS
    return isHidden() ? 0 : Math.max(0, Math.max(pointerUntilMs, touchUntilMs) - clock.now())
  }
  return {
    pointerMoved() {
      pointerUntilMs = clock.now() + POINTER_MS
    },
    pointerLeft() {
      pointerUntilMs = 0
    },
    touched() {
      touchUntilMs = clock.now() + TOUCH_MS
    },
    isFrozen: () => frozenMs() > 0,
    whenFree(run) {
      let callOff: (() => void) | undefined
      const look = () => {
        const waitMs = Math.min(HELD_MS, frozenMs())
        if (waitMs > 0) callOff = clock.after(waitMs, look)
        else run()
      }
      look()
      return () => callOff?.()
    },
  }
}
