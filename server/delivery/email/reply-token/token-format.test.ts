import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findTokens } from './find-tokens.ts'
import { formatReplyToken, isGenuine, parseReplyToken, TOKEN_CHARS, tokenAddress } from './token-format.ts'

const key = { keyId: 'a', secret: Buffer.from(Array.from({ length: 32 }, (_, i) => i)) }
const place = {
  tenantId: '7b0d6f0a-0000-4000-8000-000000000001',
  mailboxId: '7b0d6f0a-0000-4000-8000-0000000000a1',
}
const ref = Buffer.from('0011223344556677', 'hex')
const TOKEN = 'a008j4ct4ank7ep4kmh60w029r0qt4'

describe('a reply token', () => {
  test('has the bytes of its vector', () => {
    expect(formatReplyToken(key, place, ref)).toBe(TOKEN)
    const read = parseReplyToken(TOKEN)
    expect(read?.keyId).toBe('a')
    expect(read?.ref.toString('hex')).toBe('0011223344556677')
    expect(read?.mac.toString('hex')).toBe('5893a44c0e0049c02fa2')
  })

  test('is read in any case, and any ref comes back', () => {
    expect(parseReplyToken(TOKEN.toUpperCase())).toEqual(parseReplyToken(TOKEN))
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (bytes) => {
        const token = formatReplyToken(key, place, Buffer.from(bytes))
        expect(token).toHaveLength(TOKEN_CHARS)
        const read = parseReplyToken(token)
        expect(read?.ref).toEqual(Buffer.from(bytes))
        expect(read !== undefined && isGenuine(read, place, [key])).toBe(true)
      }),
    )
  })

  test('one changed character makes it none, or forged', () => {
    for (let at = 0; at < TOKEN.length; at += 1) {
      const other = TOKEN[at] === 'z' ? 'y' : 'z'
      const read = parseReplyToken(TOKEN.slice(0, at) + other + TOKEN.slice(at + 1))
      expect(read !== undefined && isGenuine(read, place, [key]), `character ${at}`).toBe(false)
    }
  })

  test('proves nothing at another mailbox, another tenant, or under another key', () => {
    const read = parseReplyToken(TOKEN)
    if (read === undefined) throw new Error('the vector is a token')
    const genuine = (at: Partial<typeof place>, keys = [key]) => isGenuine(read, { ...place, ...at }, keys)
    expect(genuine({})).toBe(true)
    expect(genuine({ mailboxId: place.tenantId })).toBe(false)
    expect(genuine({ tenantId: place.mailboxId })).toBe(false)
    expect(genuine({}, [{ keyId: 'a', secret: Buffer.alloc(32) }])).toBe(false)
    expect(genuine({}, [{ ...key, keyId: 'b' }])).toBe(false)
    expect(genuine({}, [{ keyId: 'b', secret: Buffer.alloc(32) }, key])).toBe(true)
    expect(genuine({}, [])).toBe(false)
  })

  test('has one spelling: no look-alikes, no bits behind the last byte', () => {
    for (const text of ['', 'a', `${TOKEN}0`, TOKEN.slice(1), `1${TOKEN.slice(1)}`, `aO${TOKEN.slice(2)}`])
      expect(parseReplyToken(text), text).toBeUndefined()
    expect(parseReplyToken(`${TOKEN.slice(0, -1)}5`)).toBeUndefined()
  })

  test('whatever stands in its place, reading it never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40, unit: 'binary' }), (text) => {
        const read = parseReplyToken(text)
        if (read !== undefined) expect([read.ref.length, read.mac.length]).toEqual([8, 10])
      }),
    )
  })

  test('a local part holds it beside the longest mailbox name', () => {
    const address = tokenAddress(`${'m'.repeat(33)}@example.org`, TOKEN)
    expect(address.indexOf('@')).toBe(64)
  })
})

describe('tokens in addresses', () => {
  const boxes = [{ id: place.mailboxId, address: 'support@example.org' }]

  test('are found behind a mailbox of ours only, each once, in order', () => {
    const other = formatReplyToken(key, place, Buffer.alloc(8, 7))
    const found = findTokens(boxes, [
      'rita@example.com',
      `sales+${TOKEN}@example.org`,
      `support+${TOKEN}@elsewhere.example`,
      `SUPPORT+${TOKEN.toUpperCase()}@Example.ORG`,
      `support+${other}@example.org`,
      `support+${TOKEN}@example.org`,
      'support+bug@example.org',
    ])
    expect(found.map(({ token }) => token.ref.toString('hex'))).toEqual([
      '0011223344556677',
      '0707070707070707',
    ])
    expect(found.map(({ mailboxId }) => mailboxId)).toEqual([place.mailboxId, place.mailboxId])
  })

  test('are at most twenty', () => {
    const many = Array.from(
      { length: 50 },
      (_, i) => `support+${formatReplyToken(key, place, Buffer.alloc(8, i))}@example.org`,
    )
    expect(findTokens(boxes, many)).toHaveLength(20)
  })
})
