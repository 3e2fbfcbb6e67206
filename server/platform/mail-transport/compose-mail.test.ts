import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { composeMail, type MailParts } from './compose-mail.ts'

const parts: MailParts = {
  from: { name: 'Ada (IT)', address: 'support@example.org' },
  to: { name: 'Rita', address: 'rita@example.com' },
  replyTo: 'support+token@example.org',
  subject: '[IT-1] The printer hums',
  messageId: '<m.1@example.org>',
  inReplyTo: '<a@example.com>',
  references: ['<a@example.com>'],
  date: new Date('2026-03-02T10:00:00Z'),
  headers: { 'X-Mark': 'abc' },
  text: 'Hello',
  html: '<p>Hello</p>',
  files: [],
  boundarySeed: 'seed',
}

const FIELDS = [
  'x-mark',
  'from',
  'to',
  'reply-to',
  'in-reply-to',
  'references',
  'subject',
  'message-id',
  'date',
  'mime-version',
  'content-type',
]

describe('whatever names and subjects hold', () => {
  it('no text starts a header line, and every line is short enough to be sent', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom(
        'a\r\nBcc: evil@example.net',
        'a\nX-Evil: 1\n\nbody',
        '\u2028Bcc: a@b',
        '=?utf-8?Q?a=0D=0ABcc:_x@y?=',
        'x'.repeat(10_000),
        '😀'.repeat(3_000),
        'مرحبا بالعالم '.repeat(40),
        '\u202egnp.exe',
        '"; <evil@example.net>, ',
      ),
    )
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (name, subject, mark) => {
        const raw = await composeMail({
          ...parts,
          subject,
          from: { ...parts.from, name },
          headers: { 'X-Mark': mark },
        })
        const head = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString('latin1')
        const lines = head.split('\r\n')
        const names = lines
          .filter((line) => !/^[ \t]/.test(line))
          .map((line) => line.split(':', 1)[0]?.toLowerCase())
        expect(new Set(names).size).toBe(names.length)
        for (const field of names) expect(FIELDS).toContain(field)
        expect(
          Math.max(
            ...raw
              .toString('latin1')
              .split('\r\n')
              .map((line) => line.length),
          ),
        ).toBeLessThanOrEqual(998)
        const { from } = await simpleParser(raw)
        expect(from?.value.map(({ address }) => address)).toEqual(['support@example.org'])
      }),
      { numRuns: 60 },
    )
  })

  it('emoji and right-to-left text arrive as they were written', async () => {
    const subject = '[IT-1] 😀 مرحبا العالم — schön'
    const read = await simpleParser(await composeMail({ ...parts, subject, text: `${subject}\n.\nFrom me` }))
    expect(read.subject).toBe(subject)
    expect(read.text).toBe(`${subject}\n.\nFrom me\n`.trimEnd())
  })
})

it('the same parts give the same bytes, so that a second attempt is the same mail', async () => {
  const file = { filename: 'a.txt', contentType: 'text/plain', content: Buffer.from('x') }
  const one = await composeMail({ ...parts, files: [file] })
  expect(one.equals(await composeMail({ ...parts, files: [file] }))).toBe(true)
})

it('a picture that the HTML shows stands beside it, any other file behind it', async () => {
  const raw = await composeMail({
    ...parts,
    html: '<img src="cid:p@example.org">',
    files: [
      {
        filename: 'p.png',
        contentType: 'image/png',
        content: Buffer.from('png'),
        contentId: 'p@example.org',
      },
      { filename: 'Rechnung für März.pdf', contentType: 'application/pdf', content: Buffer.from('pdf') },
    ],
  })
  const { attachments } = await simpleParser(raw, { keepCidLinks: true })
  expect(attachments.map(({ filename, related, cid }) => ({ filename, related, cid }))).toMatchObject([
    { filename: 'p.png', related: true, cid: 'p@example.org' },
    { filename: 'Rechnung für März.pdf', related: undefined },
  ])
})

it('texts leave as quoted-printable', async () => {
  const raw = (await composeMail({ ...parts, text: 'é' })).toString()
  expect(raw.match(/Content-Transfer-Encoding: quoted-printable/g)).toHaveLength(2)
  expect(raw).toContain('=C3=A9')
})
