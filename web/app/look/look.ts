import { useSyncExternalStore } from 'react'
import { LOOK_COOKIE, type Look, readLook, writtenLook } from '../../../contracts/boot.ts'

const YEAR_SECONDS = 365 * 24 * 3600
const listeners = new Set<() => void>()
let look: Look = readLook(globalThis.document?.cookie ?? '')

/** How the app looks now, and a way to change it: at once, and from then on in this browser. */
export function useLook(): [Look, (change: Partial<Look>) => void] {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => look,
  )
  return [current, changeLook]
}

/** Changes the look. The cookie lets the desk send the next page in it, so that nothing flashes. */
export function changeLook(change: Partial<Look>): void {
  look = { ...look, ...change }
  const root = document.documentElement
  if (look.theme === 'system') delete root.dataset.theme
  else root.dataset.theme = look.theme
  root.dataset.density = look.density
  root.dataset.textSize = look.textSize
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http, where desks run too.
  document.cookie = `${LOOK_COOKIE}=${writtenLook(look)}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`
  for (const listener of listeners) listener()
}
