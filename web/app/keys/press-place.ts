import { type KeyScope, SCOPES } from './actions.ts'
import type { KeyPress } from './chord.ts'
import type { PressPlace } from './key-layer.ts'

const EDITABLE =
  'input:not([type="checkbox"], [type="button"], [type="submit"], [type="reset"]), textarea, select, [contenteditable="true"], [contenteditable=""]'
const CONTROL =
  'button, a[href], summary, input, [role="button"], [role="menuitem"], [role="option"], [role="tab"]'
const OVERLAY = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'
/** A layer on its way out, which still has the focus for a moment: a key pressed then is meant for the page. */
const CLOSING = '[data-closed]'

/** Where a press came from, read off the elements around it; `data-scope` names the scope of a region. */
export function placeOf(target: EventTarget | null): PressPlace {
  const element = target instanceof Element ? target : undefined
  const overlay = element?.closest(OVERLAY)
  const named = element?.closest('[data-scope]')?.getAttribute('data-scope')
  const isClosing = overlay?.matches(CLOSING) === true
  return {
    isEditable: !isClosing && element?.closest(EDITABLE) != null,
    isControl: !isClosing && element?.closest(CONTROL) != null,
    isOverlay: !isClosing && overlay != null,
    scope: SCOPES.find((one): one is KeyScope => one === named),
  }
}

/** What the key layer reads of a browser's event. */
export function pressOf(event: KeyboardEvent): KeyPress {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event
  // 229 is what some browsers send while an input method is at work.
  const composing = isComposing || event.keyCode === 229
  const isAltGraph = event.getModifierState('AltGraph')
  return { key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing: composing, isAltGraph }
}
