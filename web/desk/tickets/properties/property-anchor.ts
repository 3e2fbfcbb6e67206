import type { Property } from './change.ts'

/**
 * Where the picker of a property opens: at the property itself where it is shown, else at the ticket's row, else at what
 * has focus. Components mark themselves by `data-property` and `data-ticket`.
 */
export function anchorOf(property: Property, ticketIds: readonly string[]): Element | null {
  const all = ticketIds.flatMap((id) => {
    const ticket = `[data-ticket="${CSS.escape(id)}"]`
    return [
      ...document.querySelectorAll(`[data-property="${property}"]${ticket}`),
      ...document.querySelectorAll(`${ticket} [data-property="${property}"]`),
      ...document.querySelectorAll(`[data-testid="row"]${ticket}`),
    ]
  })
  return all.find(isSeen) ?? document.activeElement ?? document.querySelector('main')
}

function isSeen(element: Element): boolean {
  const box = element.getBoundingClientRect()
  return box.width > 0 && box.bottom > 0 && box.top < window.innerHeight
}
