/** What is typed while a box is on its way. */
export type HeldKeys = {
  /** The box is there: what takes the focus in it next gets what was typed, and the keys are free again. */
  boxIsThere(): void
  /** The keys are the page's again, for good. */
  release(): void
}

/** A box that is there takes the focus before the page was painted so often: a slow page paints slowly. */
const FOCUS_FRAMES = 30

const BOX = '[role="dialog"], [role="alertdialog"]'
/** What a field or a list does by a listener. Tab is the browser's own, and cannot be pressed by a page. */
const NAMED_KEYS = ['Enter', 'ArrowUp', 'ArrowDown', 'Home', 'End']

/**
 * Holds the keys of the page for a box whose code is on its way: they are kept for what takes the focus in it, Esc or a
 * press beside it gives it up, and nothing of them reaches the page. Chords of the browser stay the browser's.
 */
export function holdKeys(onGiveUp: () => void): HeldKeys {
  const pressed = createPresses()
  let [isThere, isHandedOver, isOver] = [false, false, false]
  let safety: number | undefined
  const hold = (event: KeyboardEvent) => {
    if (!event.isTrusted) return
    event.stopPropagation()
    const { key, ctrlKey, metaKey, altKey } = event
    if (ctrlKey || metaKey || altKey || /^F\d/.test(key)) return
    event.preventDefault()
    if (key === 'Escape') onGiveUp()
    else pressed.add(key)
  }
  /** One by one, each with a turn for the box to take it in; what is pressed meanwhile stands behind. */
  const handOver = async () => {
    for (let next = pressed.take(); next !== undefined && !isOver; next = pressed.take()) {
      if (NAMED_KEYS.includes(next)) press(next)
      else if (document.activeElement?.matches('input, textarea')) insert(next)
      await new Promise((pass) => setTimeout(pass))
    }
    held.release()
  }
  const free = (target: EventTarget | null) => {
    if (!isThere || isHandedOver || !(target instanceof Element) || target.closest(BOX) === null) return
    isHandedOver = true
    callOffSafety()
    // The field hears of it as of any typing, once it has the focus.
    queueMicrotask(() => void handOver())
  }
  const releaseAfter = (frames: number) => {
    if (frames === 0) held.release()
    else safety = requestAnimationFrame(() => releaseAfter(frames - 1))
  }
  const callOffSafety = () => {
    if (safety !== undefined) cancelAnimationFrame(safety)
  }
  const follow = ({ target }: FocusEvent) => free(target)
  const held: HeldKeys = {
    boxIsThere() {
      if (isOver) return
      isThere = true
      window.removeEventListener('pointerdown', onGiveUp, true)
      // A box that takes no focus must not keep the keys.
      releaseAfter(FOCUS_FRAMES)
      free(document.activeElement)
    },
    release() {
      isOver = true
      callOffSafety()
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

/** What was pressed, in its order: signs in a row stand together, a named key stands alone. */
function createPresses() {
  const presses: string[] = []
  const lastText = () => {
    const last = presses.at(-1)
    return last === undefined || NAMED_KEYS.includes(last) ? undefined : last
  }
  return {
    add(key: string): void {
      const text = lastText()
      if (key === 'Backspace') {
        if (text !== undefined) presses.splice(-1, 1, ...(text.length > 1 ? [text.slice(0, -1)] : []))
      } else if (NAMED_KEYS.includes(key)) presses.push(key)
      else if (key.length === 1)
        presses.splice(text === undefined ? presses.length : -1, 1, (text ?? '') + key)
    },
    take: () => presses.shift(),
  }
}

/** As if it was typed: every browser has this for fields, and it is the one way that can be undone there. */
function insert(text: string): void {
  document.execCommand('insertText', false, text)
}

/** As if it was pressed, for what listens; a form is not sent by it. */
function press(key: string): void {
  const event = { key, code: key, bubbles: true, cancelable: true }
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', event))
  document.activeElement?.dispatchEvent(new KeyboardEvent('keyup', event))
}
