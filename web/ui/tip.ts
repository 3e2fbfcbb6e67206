/**
 * Marks an element so that the one TipLayer of the page shows a text over it, with keys, on hover and on focus. Never
 * the only place of a name: the element has its own.
 */
export function tip(text: string | undefined, keys?: string | undefined) {
  return { 'data-tip': text ?? (keys === undefined ? undefined : ''), 'data-tip-keys': keys }
}
