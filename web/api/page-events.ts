import type { Desk } from './desk.ts'

type PageParts = {
  window: EventTarget
  document: EventTarget & { visibilityState: string }
  isOnline: boolean
}

/**
 * Tells the desk what the browser notices: the network comes and goes, the page is seen again. `onHide` is the last
 * moment that is sure to come: what is not safe must be saved there. The answer stops it.
 */
export function followPage(
  desk: Pick<Desk, 'networkIs' | 'poke'>,
  page: PageParts,
  onHide: () => void,
): () => void {
  const ending = new AbortController()
  const { signal } = ending
  const { document, window } = page
  if (!page.isOnline) desk.networkIs(false)
  window.addEventListener('online', () => desk.networkIs(true), { signal })
  window.addEventListener('offline', () => desk.networkIs(false), { signal })
  window.addEventListener('pageshow', () => desk.poke(), { signal })
  window.addEventListener('pagehide', onHide, { signal })
  document.addEventListener(
    'visibilitychange',
    () => (document.visibilityState === 'hidden' ? onHide() : desk.poke()),
    { signal },
  )
  return () => ending.abort()
}
