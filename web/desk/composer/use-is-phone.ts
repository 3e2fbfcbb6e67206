import { useSyncExternalStore } from 'react'

/** Whether the page is as narrow as a phone: then one writes on the whole of it. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches)
}

const NARROW = '(max-width: 639px)'

function subscribe(listener: () => void): () => void {
  const query = matchMedia(NARROW)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
