import fc from 'fast-check'
import { expect, it } from 'vitest'
import { headerText } from './header-text.ts'

it('whatever it is made of, it is one short, well-formed line that turns no direction', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\r\n', '\0', '\u2028', '\u202e', '\u2067', '\ud83d', '😀'),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), fc.integer({ min: 2, max: 50 }), (parts, charsMax) => {
      const text = headerText(parts.join(''), charsMax)
      expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
      expect(text.length).toBeLessThanOrEqual(charsMax)
      expect(text.isWellFormed()).toBe(true)
    }),
  )
})

it('what is plain stays as it is', () => {
  expect(headerText('Zoë “Z” مرحبا 😀')).toBe('Zoë “Z” مرحبا 😀')
})
