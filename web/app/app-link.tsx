import { useLocation, useRouter } from '@tanstack/react-router'
import type { ComponentProps, MouseEvent } from 'react'

/**
 * A link within the app; `href` is one of `paths`. A plain click changes the screen, any other does what browsers do,
 * so that a link opens in a new tab and can be copied. Its screen is loaded when it is pointed at.
 */
export function AppLink({ href, onClick, ...rest }: ComponentProps<'a'> & { href: string }) {
  const router = useRouter()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (event.defaultPrevented || event.button !== 0 || !isPlain) return
    event.preventDefault()
    void router.navigate({ href })
  }
  const preload = () => void router.preloadRoute({ to: href.split('?')[0] ?? href }).catch(() => undefined)
  return <a {...rest} href={href} onClick={follow} onPointerEnter={preload} onFocus={preload} />
}

/** Whether the present screen is the one of an address or under it. */
export function useIsAt(href: string): boolean {
  const path = useLocation({ select: (location) => location.pathname })
  return path === href || path.startsWith(`${href}/`)
}
