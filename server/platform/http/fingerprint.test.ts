import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprint, readIdempotencyKey, sortedTarget } from './fingerprint.ts'

const of = (body: unknown, over: Partial<Parameters<typeof fingerprint>[0]> = {}) =>
  fingerprint({
    method: 'POST',
    target: '/api/v1/tickets',
    mediaType: 'application/json',
    body,
    ...over,
  }).toString('hex')

describe('the fingerprint of a request', () => {
  it('is the one of the published vectors', () => {
    const body = { subject: 'A', priority: 'P2' }
    expect(
      createHash('sha256')
        .update(canonicalize(body) ?? '')
        .digest('hex'),
    ).toBe('6028697912ffd47ac82288860f708b849a572ba38c8071afb97042b456a52d28')
    expect(of(body)).toBe('fcff060d983c0e715e320b302dc57d8230402c1016216f2c26dd704979eebc81')
    expect(of({ ...body, priority: 'P1' })).toMatch(/^e8f4c490.*f3529a$/)
  })

  it('does not see the order of members and sees everything else', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        const turned = Object.fromEntries(Object.entries(body).reverse())
        expect(of(turned)).toBe(of(body))
      }),
    )
    expect(of({ a: 1 }, { method: 'PATCH' })).not.toBe(of({ a: 1 }))
    expect(of({ a: 1 }, { target: '/api/v1/other' })).not.toBe(of({ a: 1 }))
    expect(of({ a: 1 }, { ifMatch: '"v1"' })).not.toBe(of({ a: 1 }))
    expect(of(Buffer.from('a'))).not.toBe(of(Buffer.from('b')))
  })

  it('takes query parameters in any order as the same', () => {
    expect(sortedTarget('/x?b=2&a=1&a=0')).toBe('/x?a=0&a=1&b=2')
    expect(sortedTarget('/x')).toBe('/x')
  })
})

describe('an Idempotency-Key', () => {
  const read = (...values: string[]) =>
    readIdempotencyKey(values.flatMap((value) => ['Idempotency-Key', value]))

  it('is a quoted string or a bare token', () => {
    expect(read('"8e03978e-40d5-43dd-bc93-6894a57f9324"')).toBe('8e03978e-40d5-43dd-bc93-6894a57f9324')
    expect(read('abc')).toBe('abc')
    expect(read('"a \\"b\\" c"')).toBe('a "b" c')
    expect(read()).toBeUndefined()
  })

  it.each([[''], ['""'], ['a b'], ['"open'], ['"a", "b"'], ['ü'], ['x'.repeat(256)]])(
    'that is %j is refused',
    (value) => {
      expect(() => read(value)).toThrow(expect.objectContaining({ code: 'malformed-header' }))
    },
  )

  it('sent twice is refused', () => {
    expect(() => read('a', 'a')).toThrow(expect.objectContaining({ code: 'malformed-header' }))
  })
})
