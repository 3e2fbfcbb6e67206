import type { ColourRole } from './tokens.ts'

/** What stands on what, and the least contrast between the two (WCAG 2.2, 1.4.3 and 1.4.11). */
export type ContrastPair = { front: ColourRole; back: ColourRole; least: number }

const GROUNDS: readonly ColourRole[] = ['canvas', 'surface', 'sunken', 'hover', 'selected']
const TEXT = 4.5
const SHAPE = 3
const HUES = ['danger', 'warn', 'ok', 'info', 'violet', 'neutral'] as const
const CHARTS = ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-6'] as const

/** Every pair that the screens may show. */
export const CONTRAST_PAIRS: readonly ContrastPair[] = [
  ...on(GROUNDS, ['text', 'text-2', 'text-3', 'link'], TEXT),
  ...on(GROUNDS, ['border-strong'], SHAPE),
  ...on(['canvas', 'surface', 'selected'], ['focus'], SHAPE),
  ...on(['accent', 'accent-hover'], ['on-accent'], TEXT),
  ...on(['surface'], ['accent', ...CHARTS], SHAPE),
  ...on(['note'], ['note-text'], TEXT),
  ...on(['note'], ['note-border'], SHAPE),
  ...HUES.flatMap((hue) => on([`${hue}-tint`, 'surface', 'selected'], [hue], TEXT)),
  ...on(['mark'], ['text'], TEXT),
]

function on(backs: readonly ColourRole[], fronts: readonly ColourRole[], least: number): ContrastPair[] {
  return backs.flatMap((back) => fronts.map((front) => ({ front, back, least })))
}
