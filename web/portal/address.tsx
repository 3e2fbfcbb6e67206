import { type ComponentProps, type MouseEvent, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

/** The path of the page, which changes with Back and with `goTo`. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname)
}

/** Goes to another address of the portal without loading a page. */
export function goTo(href: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'replace') history.replaceState(null, '', href)
  else history.pushState(null, '', href)
  scrollTo(0, 0)
  for (const listener of [...listeners]) listener()
}

/** A link within the portal; any click but a plain one does what browsers do. */
export function PortalLink({ href, onClick, ...rest }: ComponentProps<'a'> & { href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (event.defaultPrevented || event.button !== 0 || !isPlain) return
    event.preventDefault()
    goTo(href)
  }
  return <a {...rest} href={href} onClick={follow} />
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}
