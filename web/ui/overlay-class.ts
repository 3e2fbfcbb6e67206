/** Where boxes lie in the page: within its main part, since all of a page belongs to a landmark. */
export function overlayPlace(): HTMLElement | null {
  return document.querySelector('main')
}

/** How a box looks that lies above the page. */
export const POPUP_CLASS =
  'fade rounded-card border border-border bg-surface text-text shadow-mid outline-none'
/** A row in such a box; Base UI marks the one that a key would take. */
export const OPTION_CLASS =
  'flex min-h-8 cursor-default items-center gap-2 rounded-control px-2 select-none -outline-offset-2 data-highlighted:bg-hover data-disabled:opacity-60 pointer-coarse:min-h-11'
