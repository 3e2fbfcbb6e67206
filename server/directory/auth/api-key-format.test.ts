import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ApiKeyParts, formatApiKey, newApiKey, parseApiKey, secretHash } from './api-key-format.ts'

const digits = [...'0123456789abcdefghijklmnopqrstuvwxyz']
const alphabet = [...digits, ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const text = (chars: string[], length: number) =>
  fc.array(fc.constantFrom(...chars), { minLength: length, maxLength: length }).map((all) => all.join(''))
const parts: fc.Arbitrary<ApiKeyParts> = fc.record({
  tenant: text(digits, 8),
  short: text(digits, 8),
  secret: text(alphabet, 43),
})

test('a key is written as it always was', () => {
  const key = formatApiKey({ tenant: 'acme0001', short: 'k3y00001', secret: 'A'.repeat(43) })
  expect(key).toBe(`dk_acme0001_k3y00001_${'A'.repeat(43)}_24G8F0`)
})

test('what is written is read again', () => {
  fc.assert(
    fc.property(parts, (key) => {
      expect(parseApiKey(formatApiKey(key))).toEqual(key)
    }),
  )
})

test('a key with one wrong character is no key', () => {
  fc.assert(
    fc.property(parts, fc.nat(), fc.constantFrom(...alphabet), (key, at, char) => {
      const good = formatApiKey(key)
      const i = at % good.length
      const bad = good.slice(0, i) + char + good.slice(i + 1)
      fc.pre(bad !== good)
      expect(parseApiKey(bad)).toBeUndefined()
    }),
  )
})

test('no text is taken for a key by chance', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (any) => {
      expect(parseApiKey(any)).toBeUndefined()
    }),
  )
  expect(parseApiKey(`${formatApiKey(newApiKey('acme0001'))}\n`)).toBeUndefined()
})

test('a new key is unlike any other and reads back', () => {
  const keys = Array.from({ length: 200 }, () => newApiKey('acme0001'))
  expect(new Set(keys.map((key) => key.secret)).size).toBe(200)
  for (const key of keys) expect(parseApiKey(formatApiKey(key))).toEqual(key)
  expect(secretHash(keys[0]?.secret ?? '')).toHaveLength(32)
})
