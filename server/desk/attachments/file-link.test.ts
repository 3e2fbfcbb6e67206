import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatFileLink, isGenuineLink, parseFileLink } from './file-link.ts'

const key = { keyId: 'a', secret: Buffer.alloc(32, 1) }
const link = {
  tenantId: '7b0d6f0a-0000-4000-8000-000000000001',
  attachmentId: '7b0d6f0a-0000-4000-8000-0000000000a1',
  untilMs: 1_767_225_600_000,
}

it('a link says what it was made of, and its key proves it', () => {
  const parsed = parseFileLink(formatFileLink(key, link))
  expect(parsed).toMatchObject(link)
  expect(parsed !== undefined && isGenuineLink(parsed, [key])).toBe(true)
})

it('no other key proves it, nor another one of the same letter', () => {
  const parsed = parseFileLink(formatFileLink(key, link))
  if (parsed === undefined) throw new Error('a link that was just made')
  expect(isGenuineLink(parsed, [])).toBe(false)
  expect(isGenuineLink(parsed, [{ ...key, secret: Buffer.alloc(32, 2) }])).toBe(false)
  expect(isGenuineLink(parsed, [{ ...key, keyId: 'b' }])).toBe(false)
})

it('whatever one character is changed to, it is no link any more, or not a genuine one', () => {
  const text = formatFileLink(key, link)
  const chars = fc.constantFrom(...'abAB09-_=+/. \n\0é')
  fc.assert(
    fc.property(fc.nat(text.length - 1), chars, (at, char) => {
      const changed = text.slice(0, at) + char + text.slice(at + 1)
      const parsed = parseFileLink(changed)
      expect(changed === text || parsed === undefined || !isGenuineLink(parsed, [key])).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

it('any text is read without failing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void parseFileLink(text)))
  expect(parseFileLink('')).toBeUndefined()
})
