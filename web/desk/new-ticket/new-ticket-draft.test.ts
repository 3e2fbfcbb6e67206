import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draftIn, EMPTY_DRAFT, isEmptyDraft } from './new-ticket-draft.ts'

test('a draft is there again as it was left', () => {
  const draft = { ...EMPTY_DRAFT, subject: 'Printer', body: 'It hums\n\nand smokes', priority: 'P1' as const }
  expect(draftIn(JSON.stringify(draft))).toEqual(draft)
})

test('what is kept and damaged counts as an empty draft, part by part', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(null)), (text) => {
      const draft = draftIn(text)
      expect(Object.keys(draft)).toEqual(Object.keys(EMPTY_DRAFT))
      expect(['P1', 'P2', 'P3', 'P4']).toContain(draft.priority)
    }),
  )
  expect(draftIn('{"subject":7,"body":"kept","priority":"P9"}')).toEqual({ ...EMPTY_DRAFT, body: 'kept' })
})

test('a team and a priority alone are nothing that somebody wrote', () => {
  expect(isEmptyDraft({ ...EMPTY_DRAFT, teamId: 'it', priority: 'P1' })).toBe(true)
  expect(isEmptyDraft({ ...EMPTY_DRAFT, subject: ' x' })).toBe(false)
})
