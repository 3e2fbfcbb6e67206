/** Failures before an account has to wait, and the longest wait. */
const FREE_FAILURES = 5
const DELAY_MAX_SECONDS = 900

/** How long failures are remembered. */
export const WINDOW_SECONDS = 15 * 60

/** Failures of one address before it has to wait for the end of its window. */
export const ADDRESS_FAILURES_MAX = 50

/**
 * How long an account waits after its n-th failure: nothing before the fifth, then 1 s, doubled by each, at most
 * 15 min. There is no lock for good: that would let anybody shut somebody out. Rule: docs/behaviour/sign-in.md.
 */
export function delaySeconds(failures: number): number {
  if (failures < FREE_FAILURES) return 0
  return Math.min(2 ** (failures - FREE_FAILURES), DELAY_MAX_SECONDS)
}

/** The delays of the first, second ... failure, up to the longest, which holds for all that follow. */
export function delayTable(): number[] {
  const delays: number[] = []
  while (delays.at(-1) !== DELAY_MAX_SECONDS) delays.push(delaySeconds(delays.length + 1))
  return delays
}
