const POLL_MS = 25

/** Waits until the condition answers something true and returns it. Rejects, saying what was awaited, after `withinMs`. */
export async function until<T>(
  what: string,
  withinMs: number,
  condition: () => Promise<T | false | undefined> | T | false | undefined,
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const answer = await condition()
    if (answer !== false && answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`)
    await pause(POLL_MS)
  }
}

/** Lets time pass between two looks. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
