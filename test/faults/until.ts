import { PATIENCE_MS } from '../harness/patience.ts'

const POLL_MS = 25

/**
 * Waits until the condition answers something true and returns it. Rejects, saying what was awaited, after five minutes:
 * no bound of a promise can be told to it.
 */
export async function until<T>(
  what: string,
  condition: () => Promise<T | false | undefined> | T | false | undefined,
): Promise<T> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  for (;;) {
    const answer = await condition()
    if (answer !== false && answer !== undefined) return answer
    if (patience.aborted) throw new Error(`${what}: not within ${PATIENCE_MS / 60_000} minutes`)
    await pause(POLL_MS)
  }
}

/** Lets time pass between two looks. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
