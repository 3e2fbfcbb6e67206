const ids = new Map<string, string>()

/** Remembers which id a key stands for, so that a request that was listed opens without asking the desk. */
export function rememberRequest(key: string, id: string): void {
  ids.set(key, id)
}

/** The id of a listed request. */
export function knownRequest(key: string): string | undefined {
  return ids.get(key)
}
