import type { Property } from './change.ts'

/**
 * Where the picker of a property opens: at the property itself where it is shown, by `data-property` and `data-ticket` or
 * as a mark in the ticket's row, else at that row, else at what has focus.
 */
export function anchorOf(property: Property, ticketIds: readonly string[]): Element | null {
  const all = ticketIds.flatMap((id) => {
    const ticket = `[data-ticket="${CSS.escape(id)}"]`
    return [
      ...document.querySelectorAll(`[data-property="${property}"]${ticket}`),
      ...document.querySelectorAll(`[data-testid="row"]${ticket} [data-${property}]`),
      ...document.querySelectorAll(`[data-testid="row"]${ticket}`),
    ]
  })
  return all.find(isSeen) ?? document.activeElement ?? document.querySelector('main')
}

function isSeen(element: Element): boolean {
  const box = element.getBoundingClientRect()
  return box.width > 0 && box.bottom > 0 && box.top < window.innerHeight
}
