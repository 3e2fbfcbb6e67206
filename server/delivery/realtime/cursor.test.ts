import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PLAIN_CURSOR, type Position, sealedCursor } from './cursor.ts'

const TENANT = '01890000-0000-7000-8000-00000000000a'
const key = { keyId: 'a', secret: randomBytes(32) }
const position = fc.record({
  epoch: fc.nat({ max: 999_999_999 }),
  seq: fc.nat({ max: 9_999_999_999_999 }),
})

describe('a position', () => {
  it('comes back as it was, plain and sealed', () => {
    const sealed = sealedCursor([key], TENANT)
    fc.assert(
      fc.property(position, (one) => {
        expect(PLAIN_CURSOR.parse(PLAIN_CURSOR.write(one))).toEqual(one)
        expect(sealed.parse(sealed.write(one))).toEqual(one)
      }),
    )
  })

  it('is read from nothing that was not written here', () => {
    const sealed = sealedCursor([key], TENANT)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const plain = PLAIN_CURSOR.parse(text)
        if (plain !== undefined) expect(PLAIN_CURSOR.write(plain)).toBe(text)
        expect(sealed.parse(text)).toBeUndefined()
      }),
    )
  })
})

describe('a sealed position', () => {
  it('has one form, one length, and shares no long run with its neighbour', () => {
    const sealed = sealedCursor([key], TENANT)
    fc.assert(
      fc.property(position, (one: Position) => {
        const [text, next] = [sealed.write(one), sealed.write({ ...one, seq: one.seq + 1 })]
        expect(sealed.write(one)).toBe(text)
        expect(text).toHaveLength(55)
        expect(text.slice(1, 9)).not.toBe(next.slice(1, 9))
        expect(text.slice(17, 33)).not.toBe(next.slice(17, 33))
      }),
    )
  })

  it('opens with no bit changed, for no other tenant and by no other key', () => {
    const sealed = sealedCursor([key], TENANT)
    const others = [
      sealedCursor([key], TENANT.replace(/a$/, 'b')),
      sealedCursor([{ keyId: 'a', secret: randomBytes(32) }], TENANT),
      sealedCursor([{ ...key, keyId: 'b' }], TENANT),
    ]
    fc.assert(
      fc.property(position, fc.nat({ max: 54 }), fc.base64String({ minLength: 4 }), (one, i, chars) => {
        const text = sealed.write(one)
        for (const other of others) expect(other.parse(text)).toBeUndefined()
        const char = chars.charAt(0)
        if (text.charAt(i) !== char)
          expect(sealed.parse(text.slice(0, i) + char + text.slice(i + 1))).toBeUndefined()
      }),
    )
  })

  it('opens by an older key of the tenant after a newer one came', () => {
    const newer = { keyId: 'b', secret: randomBytes(32) }
    const one = { epoch: 1, seq: 42 }
    const old = sealedCursor([key], TENANT).write(one)
    expect(sealedCursor([newer, key], TENANT).parse(old)).toEqual(one)
    expect(sealedCursor([newer, key], TENANT).write(one).startsWith('b')).toBe(true)
  })
})
