const savers = new Set<() => Promise<void>>()

/** Has something saved before the page is left: closed, hidden, or signed out of. Answers how to take it back. */
export function saveOnLeave(save: () => Promise<void>): () => void {
  savers.add(save)
  return () => savers.delete(save)
}

/** Saves what is not saved. One that fails keeps no other from saving. */
export async function saveAll(): Promise<void> {
  await Promise.allSettled([...savers].map((save) => save()))
}
