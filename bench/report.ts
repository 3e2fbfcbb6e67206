/** One measured figure; with a target it says whether it holds. */
export type Figure = {
  name: string
  value: number
  unit: string
  target?: { at: 'least' | 'most'; value: number }
}

/** What a bench found: figures for the table, everything else for the file. */
export type BenchResult = { bench: string; figures: Figure[]; details: unknown }

/** A figure with its target. */
export function promised(
  name: string,
  value: number,
  unit: string,
  at: 'least' | 'most',
  target: number,
): Figure {
  return { name, value, unit, target: { at, value: target } }
}

/** Whether a figure meets its target; undefined when it has none. */
export function isMet({ value, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined
  return target.at === 'least' ? value >= target.value : value <= target.value
}

/** The figures of a bench as lines of a table. */
export function tableOf({ bench, figures }: BenchResult): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${rounded(figure.value)}${figure.unit === '' ? '' : ` ${figure.unit}`}`,
    figure.target === undefined ? '' : `at ${figure.target.at} ${figure.target.value}`,
    { true: 'holds', false: 'MISSED', undefined: '' }[String(isMet(figure))] ?? '',
  ])
  const widths = [0, 1, 2].map((i) => Math.max(0, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((cell, i) => (i === 1 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [`== ${bench}`, ...rows.map((row) => `  ${line(row)}`)].join('\n')
}

function rounded(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Math.abs(value) >= 100) return String(Math.round(value))
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}
