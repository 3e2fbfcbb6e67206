/** What one closed loop of requests did. Times in milliseconds. */
export type LoadResult = {
  count: number
  perSecond: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  /** CPU time of the process that made the load, in microseconds a request. */
  loadCpuUs: number
}

/** Sums up a run from the times of its requests (milliseconds) and the time it took. */
export function loadResult(latenciesMs: number[], elapsedMs: number, cpuUs: number): LoadResult {
  const sorted = Float64Array.from(latenciesMs).sort()
  return {
    count: sorted.length,
    perSecond: (sorted.length / elapsedMs) * 1000,
    p50Ms: percentile(sorted, 0.5),
    p95Ms: percentile(sorted, 0.95),
    p99Ms: percentile(sorted, 0.99),
    loadCpuUs: cpuUs / Math.max(1, sorted.length),
  }
}

/** The middle of some figures; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] ?? Number.NaN
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
