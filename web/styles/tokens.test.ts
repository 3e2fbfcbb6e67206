import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contrast } from './contrast.ts'
import { CONTRAST_PAIRS } from './contrast-pairs.ts'
import { COLOURS, MORE_CONTRAST } from './tokens.ts'
import { tokensCss } from './tokens-css.ts'

const themes = ['light', 'dark'] as const

test.each(themes)('every pair of colours of the %s theme can be told apart', (theme) => {
  const weak = CONTRAST_PAIRS.map(({ front, back, least }) => ({
    pair: `${front} on ${back}`,
    least,
    is: contrast(COLOURS[front][theme], COLOURS[back][theme]),
  })).filter(({ is, least }) => is < least)
  expect(weak).toEqual([])
})

test('the formula gives the known extremes', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#FFFFFF')).toBeCloseTo(4.478, 2)
})

test.each(themes)('what stands in for more contrast is the stronger one in the %s theme', (theme) => {
  for (const [role, stronger] of Object.entries(MORE_CONTRAST)) {
    const ground = COLOURS.surface[theme]
    const before = contrast(COLOURS[role as keyof typeof COLOURS][theme], ground)
    expect(contrast(COLOURS[stronger][theme], ground)).toBeGreaterThan(before)
  }
})

test('the style sheet is what the tokens make', () => {
  expect(readFileSync(new URL('tokens.css', import.meta.url), 'utf8')).toBe(tokensCss())
})
