import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emailKey } from './email-address.ts'

test('addresses that differ in case or composition are one', () => {
  expect(emailKey('Ann@Example.ORG')).toBe('ann@example.org')
  expect(emailKey('JOSE\u0301@x.org')).toBe(emailKey('josé@x.org'))
})

test('addresses that differ in anything else stay apart', () => {
  expect(emailKey('ann+desk@x.org')).not.toBe(emailKey('ann@x.org'))
  expect(emailKey('a.nn@x.org')).not.toBe(emailKey('ann@x.org'))
})

test('the key of a key is itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => emailKey(emailKey(text)) === emailKey(text)),
  )
})
