import { afterAll, describe, expect, test } from 'vitest'
import { closeHtmlWorkers } from '../../../platform/html/index.ts'
import { isRefusal, type MailLimits, type ParsedMail, type ParseOptions, parseMail } from './index.ts'

afterAll(closeHtmlWorkers)

const bytes = (text: string) => Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1')

async function parsed(text: string | Buffer, options: ParseOptions = {}): Promise<ParsedMail> {
  const result = await parseMail(typeof text === 'string' ? bytes(text) : text, {}, options)
  if (isRefusal(result)) throw new Error(`refused: ${result.detail}`)
  return result
}

const refused = (text: string, limits: Partial<MailLimits> = {}) => parseMail(bytes(text), limits)
const plain = (headers: string, body = 'hello') => `From: a@x.example\n${headers}\n\n${body}`

const mixed = (...parts: string[]) =>
  `From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n${parts.map((part) => `--b\n${part}\n`).join('')}--b--\n`

describe('exactly one sender', () => {
  test.each([
    ['no From', 'To: x@y.example\n\nhi', 'no From field'],
    ['two From fields', 'From: a@x.example\nFrom: b@x.example\n\nhi', 'more than one From field'],
    [
      'two, one with a space before the colon',
      'From: a@x.example\nFrom : b@x.example\n\nhi',
      'more than one From field',
    ],
    ['empty From', 'From: \n\nhi', 'no address in From'],
    ['a name only', 'From: "Jane" <>\n\nhi', 'no address in From'],
    ['group', 'From: staff: a@x.example, b@x.example;\n\nhi', 'From is a group'],
    ['empty group', 'From: undisclosed-recipients:;\n\nhi', 'From is a group'],
    ['two addresses', 'From: a@x.example, b@x.example\n\nhi', 'more than one address in From'],
    ['address hidden in an encoded word', 'From: =?utf-8?q?a=40x.example?= <>\n\nhi', 'no address in From'],
  ])('%s is suspended', async (_name, mail, detail) => {
    expect(await refused(mail)).toEqual({ refused: 'SUSPENDED', reason: 'MALFORMED_FROM', detail })
  })

  test('the address in brackets counts, whatever the name pretends', async () => {
    const mail = await parsed('From: "ceo@bank.example \u202e" <Evil@X.example>\n\nhi')
    expect(mail.from.address).toBe('evil@x.example')
    expect((await parsed('From: Jane (at work) <jane@x.example>\n\nhi')).from.address).toBe('jane@x.example')
  })
})

describe('limits', () => {
  const nested = (depth: number) =>
    `From: a@x.example\n${Array.from({ length: depth }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`).join('')}\nhi`

  const parameters = (count: number) => Array.from({ length: count }, (_, at) => `a${at}*0=b`).join('; ')

  test.each([
    ['too large', plain('', 'x'.repeat(2_000)), { maxBytes: 1_000 }, 'larger than 1000 bytes'],
    [
      'long header block',
      plain(`X: ${'x'.repeat(900)}\n`.repeat(300).trimEnd()),
      {},
      'header block over 262144 bytes',
    ],
    [
      'header without end',
      `From: a@x.example\n${'X: y\n'.repeat(60_000)}`,
      {},
      'header block over 262144 bytes',
    ],
    ['long line', plain('', 'x'.repeat(1024 * 1024 + 1)), {}, 'line over 1048576 bytes'],
    ['deep nesting', nested(21), {}, 'parts nested deeper than 20'],
    ['very deep nesting', nested(20_000), {}, 'parts nested deeper than 20'],
    ['many parts', mixed(...Array<string>(500).fill('\nx')), {}, 'more than 500 parts'],
    [
      'long header in a part',
      mixed(`X: ${'x\n '.repeat(100_000)}y\n\nx`),
      {},
      'header block over 262144 bytes',
    ],
  ])('%s is quarantined', async (_name, mail, limits, detail) => {
    expect(await refused(mail, limits)).toEqual({ refused: 'QUARANTINED', reason: 'LIMIT', detail })
  })

  test('the limit itself is allowed', async () => {
    expect(isRefusal(await refused(nested(20)))).toBe(false)
    expect(isRefusal(await refused(mixed(...Array<string>(499).fill('\nx'))))).toBe(false)
    expect(isRefusal(await refused(plain('', 'x'.repeat(1024 * 1024 - 1))))).toBe(false)
  })

  test('attached messages nested without end are bytes, not levels', async () => {
    const mail = await parsed(`From: a@x.example\n${'Content-Type: message/rfc822\n\n'.repeat(1_000)}hi`)
    expect(mail.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['message.eml', 'message/rfc822'],
    ])
  })

  test.each([
    [
      'by many parts',
      mixed(...Array<string>(400).fill(`Content-Transfer-Encoding: base64\n\n${'QUFB\n'.repeat(2_000)}`)),
    ],
    ['by its headers', plain(`Content-Type: text/plain; ${parameters(10_000)}`)],
    ['by its charset', plain('Content-Type: text/plain; charset=utf-7', '+AAA-\n'.repeat(200_000))],
  ])('a mail that keeps the parser over its CPU time %s is quarantined', async (_how, slow) => {
    expect(await refused(slow, { cpuLimitMs: 1 })).toEqual({
      refused: 'QUARANTINED',
      reason: 'LIMIT',
      detail: 'not readable: parsing took too long',
    })
  })
})

describe('charsets', () => {
  const body = (type: string, content: Buffer) =>
    Buffer.concat([
      bytes(`From: a@x.example\nContent-Type: ${type}\nContent-Transfer-Encoding: 8bit\n\n`),
      content,
    ])

  test.each([
    ['declared latin1', 'text/plain; charset=iso-8859-1', Buffer.from([0x63, 0xe9]), 'cé', undefined],
    ['declared koi8-r', 'text/plain; charset=koi8-r', Buffer.from([0xc1, 0xc2]), 'аб', undefined],
    ['declared cp1251', 'text/plain; charset=cp1251', Buffer.from([0xe0]), 'а', undefined],
    [
      'declared gb2312',
      'text/plain; charset=GB2312',
      Buffer.from([0xc4, 0xe3, 0xba, 0xc3]),
      '你好',
      undefined,
    ],
    [
      'declared iso-2022-jp',
      'text/plain; charset=iso-2022-jp',
      Buffer.from('\x1b$B$3\x1b(B!', 'latin1'),
      'こ!',
      undefined,
    ],
    ['declared utf-8, valid', 'text/plain; charset=utf-8', Buffer.from('é€😀'), 'é€😀', undefined],
    [
      'declared utf-8, is latin1',
      'text/plain; charset=utf-8',
      Buffer.from([0x63, 0xe9]),
      'cé',
      'windows-1252',
    ],
    [
      'declared utf-8, one byte bad',
      'text/plain; charset=utf-8',
      Buffer.concat([Buffer.from('éé'), Buffer.from([0xff])]),
      'éé\ufffd',
      undefined,
    ],
    ['declared ascii, is utf-8', 'text/plain; charset=us-ascii', Buffer.from('é'), 'é', 'utf-8'],
    ['nothing declared, utf-8', 'text/plain', Buffer.from('é'), 'é', 'utf-8'],
    ['nothing declared, 8-bit', 'text/plain', Buffer.from([0x80, 0xe9]), '€é', 'windows-1252'],
    [
      'nothing declared, byte of no charset',
      'text/plain',
      Buffer.from([0xe9, 0x81]),
      'é\ufffd',
      'windows-1252',
    ],
    ['unknown charset', 'text/plain; charset=x-unknown', Buffer.from('é'), 'é', 'utf-8'],
    ['prototype as charset', 'text/plain; charset=__proto__', Buffer.from('é'), 'é', 'utf-8'],
    [
      'utf-7 text',
      'text/plain; charset=utf-7',
      Buffer.from('Hi +AOk- +- +ADw-b+AD4-'),
      'Hi é + <b>',
      undefined,
    ],
    [
      'utf-16 with its mark',
      'text/plain; charset=utf-16',
      Buffer.from([0xfe, 0xff, 0x00, 0x68]),
      'h',
      undefined,
    ],
    ['NUL', 'text/plain; charset=utf-8', Buffer.from('a\0b'), 'ab', undefined],
  ])('%s', async (_name, type, content, text, guess) => {
    const mail = await parsed(body(type, content))
    expect(mail.text).toBe(text)
    expect(mail.charsetGuess).toBe(guess)
  })

  test('UTF-7 is never decoded into HTML', async () => {
    const mail = await parsed(body('text/html; charset=utf-7', Buffer.from('<p>+ADw-script+AD4-</p>')))
    expect(mail.html).toBe('<p>+ADw-script+AD4-</p>')
  })
})

describe('headers', () => {
  test('subjects: encoded, broken, raw 8-bit, folded, long, absent', async () => {
    const subject = async (value: string) => (await parsed(plain(`Subject: ${value}`))).subject
    expect(await subject('=?utf-8?B?w6k=?= =?utf-8?Q?=E2=82?= =?utf-8?Q?=AC?=')).toBe('é€')
    expect(await subject('=?utf-8?B?w6')).toBe('=?utf-8?B?w6')
    expect(await subject('=?nonsense?Q?caf=E9?=')).toMatch(/^caf/)
    expect(await subject('caf\xe9')).toBe('café')
    expect(await subject('a\n b\n\tc')).toBe('a b c')
    expect(await subject('=?utf-8?Q?a=0D=0AX-Evil:_1=00?=')).toBe('a X-Evil: 1')
    expect(await subject('=?utf-8?Q?fdp=E2=80=AEexe?=')).toBe('fdpexe')
    expect(await subject('x'.repeat(900))).toBe('x'.repeat(250))
    expect(await subject(' ')).toBe('(no subject)')
    expect((await parsed(plain('X: y'))).subject).toBe('(no subject)')
  })

  test('addresses: groups flattened, names decoded, bare words and repeated fields', async () => {
    const mail = await parsed(
      'From: =?utf-8?Q?J=C3=A9?= <A@X.example>\nTo: t: one@x.example, Two <two@x.example>;\nTo: three@x.example, nobody\n' +
        'Cc: c@xn--mnchen-3ya.example\nReply-To: r@x.example\nDelivered-To: d@x.example\nX-Original-To: o@x.example\n\nhi',
    )
    expect(mail.from).toEqual({ name: 'Jé', address: 'a@x.example' })
    expect(mail.to.map(({ address }) => address)).toEqual([
      'one@x.example',
      'two@x.example',
      'three@x.example',
    ])
    expect(mail.cc).toEqual([{ name: '', address: 'c@xn--mnchen-3ya.example' }])
    expect(mail.replyTo[0]?.address).toBe('r@x.example')
    expect(mail.envelopeTo.map(({ address }) => address)).toEqual(['d@x.example', 'o@x.example'])
  })

  test('dates: with zone, with comment, without zone, nonsense', async () => {
    const date = async (value: string) => (await parsed(plain(`Date: ${value}`))).date?.toISOString()
    expect(await date('Mon, 5 Jan 2026 10:00:00 +0100')).toBe('2026-01-05T09:00:00.000Z')
    expect(await date('Mon, 5 Jan 2026 10:00:00 GMT (sometime)')).toBe('2026-01-05T10:00:00.000Z')
    expect(await date('Mon, 5 Jan 2026 10:00:00')).toBe('2026-01-05T10:00:00.000Z')
    expect(await date('next Tuesday')).toBeUndefined()
    expect((await parsed(plain('Date: next Tuesday'))).dateHeader).toBe('next Tuesday')
  })
})

describe('body', () => {
  test('text behind attachments follows the text before them', async () => {
    const mail = await parsed(
      mixed(
        'Content-Type: text/plain\n\nfirst',
        'Content-Type: image/png; name=i.png\n\nx',
        'Content-Type: text/plain\n\nsecond',
      ),
    )
    expect(mail.text).toBe('first\n\nsecond')
    expect(mail.textFrom).toBe('plain')
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['i.png'])
  })

  test('text and HTML parts of a mixed mail are both in both', async () => {
    const mail = await parsed(
      mixed('Content-Type: text/plain\n\none <1>', 'Content-Type: text/html\n\n<b>two</b>'),
    )
    expect(mail.text).toBe('one <1>\n\ntwo')
    expect(mail.html).toBe('<p>one &lt;1&gt;</p>\n<br>\n<b>two</b>')
    expect(mail.textFrom).toBe('html')
  })

  test('of an alternative one text and one HTML speak', async () => {
    const mail = await parsed(
      'From: a@x.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\nContent-Type: text/html\n\n<i>rich</i>\n--b--\n',
    )
    expect([mail.text, mail.html, mail.textFrom]).toEqual(['plain', '<i>rich</i>', 'plain'])
  })

  test('of several alternatives the first text and the last HTML are used', async () => {
    const part = (type: string, content: string) => `--b\nContent-Type: ${type}\n\n${content}\n`
    const mail = await parsed(
      `From: a@x.example\nContent-Type: multipart/alternative; boundary=b\n\n${part('text/plain', 't1')}${part('text/html', '<i>h1</i>')}${part('text/plain', 't2')}${part('text/html', '<i>h2</i>')}--b--\n`,
    )
    expect([mail.text, mail.html]).toEqual(['t1', '<i>h2</i>'])
  })

  test('HTML only: text is derived through the sanitiser, or left to the caller', async () => {
    const html = plain('Content-Type: text/html', '<script>x</script><p>hi <b>you</b></p>')
    expect(await parsed(html)).toMatchObject({ text: 'hi you', textFrom: 'html' })
    expect(await parsed(html, { deriveText: false })).toMatchObject({ text: '', textFrom: 'html' })
  })

  test('no body at all is empty text, not a failure', async () => {
    expect(await parsed('From: a@x.example')).toMatchObject({ text: '', textFrom: 'none', attachments: [] })
  })

  test('format=flowed is unflowed, with DelSp too', async () => {
    expect(
      (await parsed(plain('Content-Type: text/plain; format=flowed', 'a long \nline\n-- \nme'))).text,
    ).toBe('a long line\n-- \nme')
    expect((await parsed(plain('Content-Type: text/plain; format=flowed; delsp=yes', 'lo \nng'))).text).toBe(
      'long',
    )
  })

  test('quoted-printable and base64 bodies with noise are read', async () => {
    expect((await parsed(plain('Content-Transfer-Encoding: quoted-printable', 'a=3Db=\nc =ZZ'))).text).toBe(
      'a=bc =ZZ',
    )
    expect((await parsed(plain('Content-Transfer-Encoding: base64', 'aG\n!Vs\nbG8'))).text).toBe('hello')
  })

  test('a multipart without its boundary is shown as it came instead of empty', async () => {
    expect((await parsed(plain('Content-Type: multipart/mixed', 'lost?'))).text).toBe('lost?')
    expect((await parsed(plain('Content-Type: multipart/mixed; boundary=b', 'pre\n--c\n\nx'))).text).toBe(
      'pre\n--c\n\nx',
    )
  })

  test('a multipart cut short keeps what came', async () => {
    const mail = await parsed(
      'From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nkept\n--b\nContent-Type: image/png',
    )
    expect(mail.text).toBe('kept')
  })
})

describe('attachments', () => {
  test('an image the HTML shows is inline, one it does not show is not', async () => {
    const image = (id: string) => `Content-Type: image/png\nContent-ID: <${id}>\n\nx`
    const mail = await parsed(
      mixed('Content-Type: text/html\n\n<img src="cid:a%40b">', image('a@b'), image('c@d')),
    )
    expect(
      mail.attachments.map(({ contentId, inline, filename }) => ({ contentId, inline, filename })),
    ).toEqual([
      { contentId: 'a@b', inline: true, filename: 'image.png' },
      { contentId: 'c@d', inline: false, filename: 'image.png' },
    ])
  })

  test('names: RFC 2231 continuations, encoded words, path parts, direction overrides', async () => {
    const name = async (disposition: string) =>
      (
        await parsed(
          mixed(`Content-Type: application/x\nContent-Disposition: attachment; ${disposition}\n\nx`),
        )
      ).attachments[0]?.filename
    expect(await name("filename*0*=utf-8''%C3%A9;\n filename*1=t.txt")).toBe('ét.txt')
    expect(await name('filename="=?utf-8?B?w6kudHh0?="')).toBe('é.txt')
    expect(await name('filename="../../etc/passwd"')).toBe('passwd')
    expect(await name("filename*=utf-8''a%E2%80%AEgpj.exe")).toBe('agpj.exe')
    expect(await name('filename="caf\xe9.txt"')).toBe('café.txt')
  })

  test('forwarded messages, calendars, winmail.dat and delivery reports stay attachments as they came', async () => {
    const mail = await parsed(
      mixed(
        '\ntext',
        'Content-Type: message/rfc822\n\nFrom: inner@x.example\nSubject: inner\n\ninner text',
        'Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR',
        'Content-Type: application/ms-tnef; name=winmail.dat\n\nx',
        'Content-Type: message/delivery-status\n\nAction: failed',
      ),
    )
    expect(mail.text).toBe('text')
    expect(mail.attachments.map(({ filename }) => filename)).toEqual([
      'message.eml',
      'invite.ics',
      'winmail.dat',
      'delivery-status.txt',
    ])
    expect(mail.attachments[0]?.content.toString()).toContain('inner text')
  })

  test('a forwarded message stays whole where it asks to be shown inline', async () => {
    const inline = 'Content-Type: message/rfc822\nContent-Disposition: inline\n\nFrom: i@x.example\n\ninner'
    const mail = await parsed(mixed('\nouter', inline))
    expect(mail.text).toBe('outer')
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['message.eml'])
  })

  test('size and hash are those of the decoded bytes', async () => {
    const mail = await parsed(mixed('Content-Type: application/x\nContent-Transfer-Encoding: base64\n\nYWJj'))
    expect(mail.attachments[0]).toMatchObject({
      size: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      content: Buffer.from('abc'),
    })
  })
})
