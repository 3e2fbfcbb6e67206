import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { closeHtmlWorkers } from '../../../platform/html/index.ts'
import { contentFingerprint, defaultMailLimits, isRefusal, parseMail, readHeaders } from './index.ts'

afterAll(closeHtmlWorkers)

/** Whatever comes in: an answer, storable text, nothing larger than a small multiple of the input. */
async function survives(raw: Buffer): Promise<void> {
  expect(readHeaders(raw).references.length).toBeLessThanOrEqual(200)
  expect(contentFingerprint(raw)).toHaveLength(64)
  const mail = await parseMail(raw, {}, { deriveText: false })
  if (isRefusal(mail)) return
  for (const text of [
    mail.text,
    mail.html ?? '',
    mail.subject,
    mail.from.name,
    ...mail.attachments.map((a) => a.filename),
  ]) {
    expect(text).not.toContain('\0')
    expect(text.isWellFormed()).toBe(true)
  }
  expect(mail.from.address).toMatch(/^[^\s@]+@[^\s@]+$/)
  expect([...mail.subject].length).toBeLessThanOrEqual(250)
  expect(mail.attachments.length).toBeLessThanOrEqual(defaultMailLimits.maxParts)
  expect(mail.text.length + (mail.html?.length ?? 0)).toBeLessThanOrEqual(10 * raw.length + 1_000)
}

const name = fc.constantFrom(
  'From',
  'from ',
  'To',
  'Subject',
  'Content-Type',
  'Content-Disposition',
  'Date',
  'Message-ID',
)
const moreNames = fc.constantFrom(
  'References',
  'Content-Transfer-Encoding',
  'List-Id',
  'MIME-Version',
  'X',
  '',
  ':',
  'Content-ID',
)
const value = fc.oneof(
  fc.constantFrom(
    'a@x.example',
    '=?utf-8?B?w6k=?=',
    '=?x?Q?=00=ZZ?=',
    'multipart/mixed; boundary=b',
    'multipart/alternative; boundary="b c"',
  ),
  fc.constantFrom(
    'text/html; charset=utf-7',
    'text/plain; format=flowed; delsp=yes',
    'message/rfc822',
    'multipart/related; boundary*0=a; boundary*1=b',
  ),
  fc.constantFrom(
    'base64',
    'quoted-printable',
    'binary',
    "attachment; filename*0*=utf-8''%E9%; filename*2=x",
    'inline; filename="\\"',
    '<>',
    '(((',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
const field = fc
  .tuple(fc.oneof(name, moreNames), fc.constantFrom(': ', ':', ' :', '', ':\r\n '), value)
  .map((parts) => parts.join(''))
const line = fc.oneof(
  field,
  fc.constantFrom(
    '',
    '--b',
    '--b--',
    '--b c',
    '--ab',
    '--b \t',
    ' folded',
    '.',
    '=',
    'PGI+eA==',
    '=E9=',
    '<b>x</b>',
    'begin 644 x',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const soup = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom('\r\n', '\n', '\r', '\n\r'), fc.boolean())
  .map(([lines, end, latin]) =>
    Buffer.from(['From: a@x.example', ...lines].join(end), latin ? 'latin1' : 'utf8'),
  )

describe('hostile mail never throws, and the answer is bounded', () => {
  test('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (bytes) => survives(Buffer.from(bytes))),
      { numRuns: 500 },
    )
  })

  test('header and boundary soup', async () => {
    await fc.assert(fc.asyncProperty(soup, survives), { numRuns: 2_000 })
  })

  test('a proper mail cut anywhere', async () => {
    const mail = Buffer.from(
      'From: a@x.example\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n' +
        '--i\r\nContent-Transfer-Encoding: base64\r\n\r\nw6nDqcOp\r\n--i\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<b>é</b>\r\n--i--\r\n' +
        "--o\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename*=utf-8''%C3%A9.png\r\n\r\nx\r\n--o--\r\n",
    )
    for (let length = 0; length <= mail.length; length++) await survives(mail.subarray(0, length))
  })

  const big = 250_000
  test.each([
    ['From of commas', `From: ${','.repeat(big)}`],
    ['From of brackets', `From: ${'<'.repeat(big)}`],
    ['From of comments', `From: ${'('.repeat(big)} a@x.example`],
    ['From of quotes', `From: ${'"\\'.repeat(big / 2)}`],
    ['To of addresses', `From: a@x.example\nTo: ${'b@x.example,'.repeat(big / 12)}`],
    ['To of spaces', `From: a@x.example\nTo: ${' '.repeat(big)}x`],
    ['Subject of encoded words', `From: a@x.example\nSubject: ${'=?utf-8?B?w6k=?= '.repeat(big / 17)}`],
    ['Subject of openings', `From: a@x.example\nSubject: ${'=?'.repeat(big / 2)}`],
    ['type of parameters', `From: a@x.example\nContent-Type: text/plain; ${'a*0=b; '.repeat(big / 7)}`],
    ['type of comments', `From: a@x.example\nContent-Type: text/plain ${'('.repeat(big)}`],
    [
      'type of quotes',
      `From: a@x.example\nContent-Type: multipart/mixed; boundary="${'\\"'.repeat(big / 2)}`,
    ],
    ['References without end', `From: a@x.example\nReferences: ${'<a@b> '.repeat(big / 6)}`],
    ['fields without end', `From: a@x.example\n${'X: y\n'.repeat(big / 5)}`],
    ['Message-ID of brackets', `From: a@x.example\nMessage-ID: ${'<('.repeat(big / 2)}`],
    [
      'lines that nearly delimit',
      `From: a@x.example\nContent-Type: multipart/mixed; boundary=${'b'.repeat(70)}\n\n${`--${'b'.repeat(69)}\n`.repeat(20_000)}`,
    ],
    [
      'flowed lines',
      `From: a@x.example\nContent-Type: text/plain; format=flowed\n\n${'> x \n'.repeat(100_000)}`,
    ],
    ['cid references', `From: a@x.example\nContent-Type: text/html\n\n${'cid:x '.repeat(100_000)}`],
  ])('%s', (_name, mail) => survives(Buffer.from(mail)))
})
