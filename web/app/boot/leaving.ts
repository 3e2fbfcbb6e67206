const savers = new Set<() => Promise<void>>()
const holders = new Set<() => boolean>()

/** Has something saved before the page is left: closed, hidden, or signed out of. Answers how to take it back. */
export function saveOnLeave(save: () => Promise<void>): () => void {
  savers.add(save)
  return () => savers.delete(save)
}

/** Saves what is not saved. One that fails keeps no other from saving. */
export async function saveAll(): Promise<void> {
  await Promise.allSettled([...savers].map((save) => save()))
}

/** Keeps the page from being loaded anew by itself while `isHeld` says so. Answers how to take it back. */
export function holdReload(isHeld: () => boolean): () => void {
  holders.add(isHeld)
  return () => holders.delete(isHeld)
}

/** Whether the page may be loaded anew without anybody having asked for it. */
export function mayReload(): boolean {
  return ![...holders].some((isHeld) => isHeld())
}
