import type { Figure } from '../../bench/report.ts'
import type { Stage } from './stage.ts'

/** What one measure gates: the name of each of its figures with its unit and limit. Without a limit it is only told. */
export type Gates = Readonly<Record<string, { unit: string; most?: number; least?: number }>>

/** Something that is measured: one run of it gives a value for each of its gates. */
export type Measure = {
  name: string
  gates: Gates
  /** Runs that count, if fewer than usual: for what takes minutes. */
  runs?: number
  /** `isQuick`: to try the measure itself, in less time if it takes minutes. */
  run(stage: Stage, isQuick: boolean): Promise<Record<string, number>>
}

/** The figure of a gate: this value, held against its limit. */
export function figureOf(gates: Gates, name: string, value: number): Figure {
  const gate = gates[name]
  const figure = { name, value, unit: gate?.unit ?? '' }
  if (gate?.most !== undefined) return { ...figure, target: { at: 'most', value: gate.most } }
  if (gate?.least !== undefined) return { ...figure, target: { at: 'least', value: gate.least } }
  return figure
}
