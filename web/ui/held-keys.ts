/** What is typed while a box is on its way. */
export type HeldKeys = {
  /** The box is there: the next field of a box that takes the focus gets what was typed, and the keys are free again. */
  boxIsThere(): void
  /** The keys are the page's again, for good. */
  release(): void
}

/** A box that is there takes the focus within so long. */
const FOCUS_MS = 500

const BOX = '[role="dialog"], [role="alertdialog"]'

/**
 * Holds the keys of the page for a box whose code is on its way: letters are kept for the field that takes the focus in
 * it, Esc or a press beside it gives it up, and nothing of it reaches the page. Chords of the browser stay the browser's.
 */
export function holdKeys(onGiveUp: () => void): HeldKeys {
  let typed = ''
  let [isThere, isOver] = [false, false]
  const hold = (event: KeyboardEvent) => {
    event.stopPropagation()
    const { key, ctrlKey, metaKey, altKey } = event
    if (ctrlKey || metaKey || altKey || /^F\d/.test(key)) return
    event.preventDefault()
    if (key === 'Escape') onGiveUp()
    else if (key === 'Backspace') typed = typed.slice(0, -1)
    else if (key.length === 1) typed += key
  }
  const free = (target: EventTarget | null) => {
    if (!isThere || !(target instanceof Element) || target.closest(BOX) === null) return
    const text = typed
    held.release()
    // The field hears of it as of any typing, once it has the focus.
    if (text !== '' && target.matches('input, textarea')) queueMicrotask(() => insert(text))
  }
  const follow = ({ target }: FocusEvent) => free(target)
  let safety: ReturnType<typeof setTimeout> | undefined
  const held: HeldKeys = {
    boxIsThere() {
      if (isOver) return
      isThere = true
      // A box that takes no focus must not keep the keys.
      safety = setTimeout(held.release, FOCUS_MS)
      free(document.activeElement)
    },
    release() {
      isOver = true
      clearTimeout(safety)
      window.removeEventListener('keydown', hold, true)
      window.removeEventListener('focusin', follow, true)
      window.removeEventListener('pointerdown', onGiveUp, true)
    },
  }
  window.addEventListener('keydown', hold, true)
  window.addEventListener('focusin', follow, true)
  window.addEventListener('pointerdown', onGiveUp, true)
  return held
}

/** As if it was typed: every browser has this for fields, and it is the one way that can be undone there. */
function insert(text: string): void {
  document.execCommand('insertText', false, text)
}
