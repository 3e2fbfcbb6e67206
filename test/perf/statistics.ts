/** The middle one of these; of an even number the upper of the two. NaN of none. */
export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** The least value that so many percent of these do not exceed. NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))
  return sorted[at] ?? Number.NaN
}
