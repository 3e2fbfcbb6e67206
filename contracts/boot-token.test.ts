import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskedToken, unmaskedToken } from './boot-token.ts'

const token = fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/)

test('under any mask a token comes out as it went in', () => {
  fc.assert(
    fc.property(token, fc.uint8Array({ minLength: 60, maxLength: 60 }), (text, bytes) => {
      expect(unmaskedToken(maskedToken(text, bytes.slice(0, text.length)))).toBe(text)
    }),
  )
})

test('two masks give two texts', () => {
  expect(maskedToken('abc', Uint8Array.of(1, 2, 3))).not.toBe(maskedToken('abc', Uint8Array.of(3, 2, 1)))
})
