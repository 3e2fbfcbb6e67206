import { useSyncExternalStore } from 'react'

const STORED_AS = 'docket-sidebar'
/** Below it the names of places would take the room that rows need. */
const ROOMY_QUERY = '(min-width: 960px)'
const listeners = new Set<() => void>()
let chosen = stored()

/** Whether the sidebar is narrow: as it was chosen in this browser, or by the room there is; and the way to change it. */
export function useNarrowSidebar(): [boolean, () => void] {
  return [useSyncExternalStore(subscribe, isNarrow), toggle]
}

function subscribe(listener: () => void): () => void {
  const room = matchMedia(ROOMY_QUERY)
  room.addEventListener('change', listener)
  listeners.add(listener)
  return () => {
    room.removeEventListener('change', listener)
    listeners.delete(listener)
  }
}

function isNarrow(): boolean {
  return chosen ?? !matchMedia(ROOMY_QUERY).matches
}

function toggle(): void {
  chosen = !isNarrow()
  try {
    localStorage.setItem(STORED_AS, chosen ? 'narrow' : 'wide')
  } catch {
    // Kept for this page then.
  }
  for (const listener of listeners) listener()
}

function stored(): boolean | undefined {
  try {
    const kept = globalThis.localStorage?.getItem(STORED_AS)
    return kept === 'narrow' ? true : kept === 'wide' ? false : undefined
  } catch {
    return undefined
  }
}
