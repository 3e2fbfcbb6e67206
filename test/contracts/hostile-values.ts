import fc from 'fast-check'

/** Values that fit nothing, or fit and break what is careless. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    -(2 ** 53),
    2 ** 53,
    2 ** 63,
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'a\udfff',
    '\u202e',
    '\ufeff',
    "'; DROP TABLE ticket; --",
    '$1',
    '%s%n',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'NaN',
    '0x10',
    '1e3',
    '\u0661',
    '2026-13-45T99:99:99Z',
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    [],
    {},
    [[]],
    [null],
    { toString: 1 },
    { valueOf: null },
    { length: -1 },
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'binary', minLength: 3000, maxLength: 9000 }),
  fc.integer({ min: 0, max: 2000 }).map(nested),
  fc.integer({ min: 1, max: 300_000 }).map((length) => 'x'.repeat(length)),
)

/** The text of bodies: JSON that was changed in one place, and what is no JSON at all. */
export function hostileBody(good: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: good.map((value) => JSON.stringify(value)) },
    {
      weight: 5,
      arbitrary: fc
        .tuple(good, fc.nat(), hostileValue)
        .map(([value, place, junk]) => JSON.stringify(replaced(value, place, junk))),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(good, hostileName, hostileValue)
        .map(([value, name, junk]) => withProperty(value, name, junk)),
    },
    hostileValue.map((value) => JSON.stringify(value)),
    fc.constantFrom(
      '',
      ' ',
      '{',
      '{"a":',
      '[1,]',
      '{"a":1}{"b":2}',
      '\ufeff{}',
      'undefined',
      '{"__proto__":{"x":1}}',
      '"\\ud800"',
      '{"a":1,"a":2}',
      '1e999',
      '-',
      '\u0000',
    ),
    fc.constant('['.repeat(100_000)),
    fc.string({ unit: 'binary' }),
  )
}

const hostileName = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'id',
    'tenantId',
    'tenant_id',
    'seq',
    'version',
    '',
    '$ref',
    'a/b~c',
  ),
  fc.string({ unit: 'binary' }),
)

/** Query strings: pairs, odd pairs and what is not encoded. */
export function hostileQuery(names: readonly string[]): fc.Arbitrary<string> {
  const name = fc.oneof(fc.constantFrom(...names, 'limit', 'cursor'), hostileName.map(encoded))
  const value = fc.oneof(
    hostileValue.map((one) =>
      encoded(typeof one === 'string' ? one.slice(0, 2000) : JSON.stringify(one).slice(0, 2000)),
    ),
    hostileCursor.map(encoded),
    fc.constantFrom(
      '%',
      '%zz',
      '%00',
      '%C0%AE',
      '+',
      '&',
      '=',
      '[]',
      '1&limit=2',
      'me',
      'none',
      'NEW,NEW,,',
      ',',
      'P1,P9',
    ),
  )
  const pair = fc.tuple(name, value).map(([one, other]) => `${one}=${other}`)
  return fc.array(pair, { maxLength: 4 }).map((pairs) => pairs.join('&'))
}

/** Cursors in the form that lists make them, with values that they never put there. */
export const hostileCursor: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      hostileValue,
      fc.constantFrom<unknown>(
        'infinity',
        '-infinity',
        '2026-11-23T06:00:00.000Z',
        'epoch',
        'now',
        12,
        1e300,
      ),
    ),
    { maxLength: 4 },
  )
  .map((values) => Buffer.from(JSON.stringify(values)).toString('base64url').slice(0, 480))

/** Headers that the desk reads, with what it does not expect in them. */
export const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(
    'if-match',
    'idempotency-key',
    'content-type',
    'x-request-id',
    'x-forwarded-for',
    'cookie',
    'accept',
    'origin',
    'x-csrf-token',
    'x-envelope-to',
    'content-encoding',
    'expect',
  ),
  fc.oneof(
    fc.constantFrom(
      '',
      '*',
      '"v0"',
      '"v999999999"',
      '"v9999999999"',
      'W/"v1"',
      '"',
      '"\\',
      'text/plain',
      'application/json; charset=utf-16',
      'application/json;',
      'multipart/form-data',
      'null',
      'sid=',
      '__Host-sid=x.y',
      'gzip',
      '::1, 127.0.0.1',
      'a, b',
      'application/problem+json',
    ),
    fc.string({ maxLength: 300 }),
    fc.constant('k'.repeat(4000)),
  ),
  { maxKeys: 2 },
)

function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let i = 0; i < depth; i += 1) value = i % 2 === 0 ? [value] : { a: value }
  return value
}

/** The value with one of its parts, itself included, replaced by junk. */
function replaced(value: unknown, place: number, junk: unknown): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const key = keys[place % (keys.length + 1)]
  if (key === undefined) return keys.length === 0 ? junk : value
  const parts = value as Record<string, unknown>
  const part = replaced(parts[key], Math.floor(place / (keys.length + 1)), junk)
  return Array.isArray(value) ? value.with(Number(key), part) : { ...parts, [key]: part }
}

/** As text, for `__proto__` to arrive as a name like any other. */
function withProperty(value: unknown, name: string, junk: unknown): string {
  const text = JSON.stringify(value ?? {})
  const property = `${JSON.stringify(name)}:${JSON.stringify(junk)}`
  return text === '{}' ? `{${property}}` : text.replace(/^\{/, () => `{${property},`)
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
