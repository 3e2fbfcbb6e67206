import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ClassifyOptions,
  classify,
  contentFingerprint,
  decideSender,
  dedupeKey,
  normMessageId,
  readHeaders,
  type SenderInput,
  safeFilename,
  subjectLeads,
  subjectToken,
  threadCandidates,
} from './index.ts'

const from = { name: 'Jane', address: 'jane@x.example' }
const headersOf = (...lines: [string, string][]) =>
  new Map(lines.map(([name]) => [name, lines.filter((line) => line[0] === name).map((line) => line[1])]))

describe('message ids', () => {
  test.each([
    ['<A.b@Host.EXAMPLE>', 'A.b@host.example'],
    [' <a@b> (comment)', 'a@b'],
    ['a@b (c (nested) d)', 'a@b'],
    ['< a @ b >', 'a@b'],
    ['no-domain', 'no-domain'],
    ['', undefined],
    ['<>', undefined],
    [`<${'x'.repeat(999)}>`, undefined],
  ])('%j is stored as %j', (raw, id) => expect(normMessageId(raw)).toBe(id))

  test('read at receipt: ids, From fields and Date, however they are folded', () => {
    const raw =
      'Message-ID:\r\n <1@X>\r\nIn-Reply-To: Your mail of "Mon" <2@x>\r\nReferences: <3@x>\r\n\t<4@x>\r\nFrom: a\r\nfrom : b\r\nDate: d\r\n\r\nFrom: c'
    expect(readHeaders(Buffer.from(raw))).toEqual({
      messageId: '1@x',
      inReplyTo: ['2@x'],
      references: ['3@x', '4@x'],
      fromRaw: ['a', 'b'],
      date: 'd',
      truncated: false,
    })
  })

  test('parents are tried nearest first, once each, at most a hundred', () => {
    expect(threadCandidates({ inReplyTo: ['c'], references: ['a', 'b', 'c'] })).toEqual(['c', 'b', 'a'])
    const many = Array.from({ length: 500 }, (_, at) => `${at}`)
    const candidates = threadCandidates({ inReplyTo: [], references: many })
    expect([candidates.length, candidates[0]]).toEqual([100, '499'])
  })

  test.each([
    ['Re: [ACME-12] was [IT2-345] hello', 'IT2-345'],
    ['[A-1] [acme-1] [ACME-] ACME-3', undefined],
    ['[ABCDEFGHIJK-1]', undefined],
  ])('the last ticket key of %j is %j', (subject, key) => expect(subjectToken(subject)).toBe(key))

  test('a key in a subject leads nobody but those who take part and are vouched for', () => {
    expect(subjectLeads({ takesPart: true, auth: 'pass' })).toBe(true)
    expect(subjectLeads({ takesPart: true, auth: 'none' })).toBe(false)
    expect(subjectLeads({ takesPart: true, auth: 'fail' })).toBe(false)
    expect(subjectLeads({ takesPart: false, auth: 'pass' })).toBe(false)
  })
})

describe('one mail, once', () => {
  const raw = Buffer.from('From: a\n\nbody')
  const base = { tenantId: 't1', messageId: '<m@x>', from: 'a@x', dateHeader: 'Mon', raw }
  const key = dedupeKey(base)

  test('the same tuple gives the same key, whatever the spelling of id and sender', () => {
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(dedupeKey({ ...base, messageId: 'm@X', from: 'A@x ', raw: Buffer.from('other') })).toBe(key)
  })

  test.each([
    ['tenant', { tenantId: 't2' }],
    ['id', { messageId: '<n@x>' }],
    ['sender', { from: 'b@x' }],
    ['date', { dateHeader: 'Tue' }],
    ['absence of a date', { dateHeader: undefined }],
    ['absence of an id', { messageId: undefined }],
  ])('another %s gives another key', (_name, change) =>
    expect(dedupeKey({ ...base, ...change })).not.toBe(key),
  )

  test('no date and an empty date differ, and values cannot run into each other', () => {
    expect(dedupeKey({ ...base, dateHeader: '' })).not.toBe(dedupeKey({ ...base, dateHeader: undefined }))
    expect(dedupeKey({ ...base, from: 'a', dateHeader: 'b' })).not.toBe(
      dedupeKey({ ...base, from: 'a","b', dateHeader: '' }),
    )
  })

  test('without an id, trace fields do not make two copies of one mail differ, the rest does', () => {
    const mail = (head: string, body = 'b') => Buffer.from(`${head}From: a\nSubject: s\n\n${body}`)
    const trace =
      'Received: by x;\n folded\nDelivered-To: d\nX-Spam: no\nARC-Seal: i\nAuthentication-Results: x\nReturn-Path: <a>\n'
    expect(contentFingerprint(mail(trace))).toBe(contentFingerprint(mail('')))
    expect(contentFingerprint(mail('', 'X-not: trace'))).not.toBe(contentFingerprint(mail('')))
    expect(contentFingerprint(mail('Sender: q\n'))).not.toBe(contentFingerprint(mail('')))
  })
})

describe('classes', () => {
  const classOf = (headers: [string, string][], options: ClassifyOptions = {}, sender = from) => {
    const { auto, own, bulk, reasons } = classify(headersOf(...headers), sender, options)
    return { auto, own, bulk, reasons }
  }
  const none = { auto: false, own: false, bulk: false, reasons: [] }

  test.each<[string, string, string]>([
    ['auto-submitted', 'auto-replied', 'auto-submitted'],
    ['auto-submitted', 'auto-notified; owner-email=x', 'auto-submitted'],
    ['precedence', 'auto_reply', 'precedence-auto'],
    ['precedence', 'JUNK', 'precedence-auto'],
    ['x-autoreply', 'yes', 'x-autoreply'],
    ['x-autorespond', '', 'x-autoreply'],
    ['return-path', '<>', 'null-return-path'],
    ['content-type', 'multipart/report; report-type=delivery-status', 'report'],
  ])('%s: %s is AUTO', (name, value, reason) => {
    expect(classOf([[name, value]])).toEqual({ ...none, auto: true, reasons: [reason] })
  })

  test.each<[string, string]>([
    ['auto-submitted', 'no'],
    ['auto-submitted', 'No (comment)'],
    ['return-path', '<jane@x.example>'],
    ['precedence', 'normal'],
    ['x-auto-response-suppress', 'All'],
  ])('%s: %s is a person', (name, value) => expect(classOf([[name, value]])).toEqual(none))

  test('mailer-daemon and postmaster are AUTO', () => {
    expect(classOf([], {}, { name: '', address: 'mailer-daemon@x.example' }).auto).toBe(true)
    expect(classOf([], {}, { name: '', address: 'postmaster@x.example' }).auto).toBe(true)
  })

  test('X-Auto-Response-Suppress asks for silence and is no class', () => {
    expect(classify(headersOf(['x-auto-response-suppress', 'DR, OOF']), from).suppressAutoReply).toBe(true)
    expect(classify(headersOf(['x-auto-response-suppress', 'DR']), from).suppressAutoReply).toBe(false)
  })

  test('our address and our instance mark are OWN, the mark of another desk is not', () => {
    const own = { own: true }
    expect(classOf([], { ownAddresses: ['Jane@x.example'] })).toMatchObject(own)
    expect(
      classOf([], { ownAddresses: ['jane@x.example'] }, { name: '', address: 'jane+t1@x.example' }),
    ).toMatchObject(own)
    expect(classOf([['x-helpdesk-instance', 'i1']], { instanceMarks: ['i1'] })).toMatchObject(own)
    expect(classOf([['x-helpdesk-instance', 'i2']], { instanceMarks: ['i1'] })).toEqual(none)
  })

  test.each(['list-id', 'list-post', 'list-unsubscribe'])('%s is BULK', (name) => {
    expect(classOf([[name, '<l.x.example>']])).toEqual({ ...none, bulk: true, reasons: ['list'] })
  })

  test('a list that is our mailbox is no bulk, and a rewritten From gives way to the author', () => {
    const list: [string, string][] = [
      ['list-id', 'Support <support.x.example>'],
      ['precedence', 'list'],
    ]
    const options = { ownLists: ['support.x.example'], ownAddresses: ['support@x.example'] }
    const viaList = { name: 'Jane via Support', address: 'support@x.example' }
    expect(classOf(list, options)).toEqual({ ...none, reasons: ['own-list'] })
    expect(
      classify(
        headersOf(...list, ['x-original-from', 'Jane <jane@y.example>'], ['reply-to', 'q@y.example']),
        viaList,
        options,
      ),
    ).toMatchObject({
      own: false,
      sender: { address: 'jane@y.example' },
      senderRewritten: true,
    })
    expect(classify(headersOf(...list, ['reply-to', 'q@y.example']), viaList, options).sender.address).toBe(
      'q@y.example',
    )
    expect(classify(headersOf(...list, ['reply-to', 'support@x.example']), viaList, options)).toMatchObject({
      own: true,
      senderRewritten: false,
    })
    expect(classify(headersOf(['x-original-from', 'jane@y.example']), viaList, options)).toMatchObject({
      own: true,
    })
  })
})

describe('who may append', () => {
  const yes = { outcome: 'APPEND', mayAddParticipants: true }
  const held = (reason: string) => ({ outcome: 'HELD', mayAddParticipants: false, reason })
  const unverified = { outcome: 'APPEND', unverified: true, mayAddParticipants: false }
  const suspicious = { ...held('AGENT_UNVERIFIED'), securityEvent: true }

  test.each<[SenderInput['senderKind'], SenderInput['auth'], boolean, object]>([
    ['participant', 'pass', false, yes],
    ['participant', 'pass', true, yes],
    ['participant', 'fail', false, held('AUTH_FAILED')],
    ['participant', 'none', false, unverified],
    ['participant', 'none', true, held('AUTH_MISSING')],
    ['requester', 'pass', true, yes],
    ['requester', 'fail', true, held('AUTH_FAILED')],
    ['requester', 'none', false, unverified],
    ['requester', 'none', true, held('AUTH_MISSING')],
    ['agent-with-access', 'pass', false, yes],
    ['agent-with-access', 'none', false, suspicious],
    ['agent-with-access', 'fail', false, suspicious],
    ['agent', 'pass', false, held('AGENT_WITHOUT_ACCESS')],
    ['agent', 'none', false, suspicious],
    ['unknown', 'pass', false, held('UNKNOWN_SENDER')],
    ['unknown', 'none', true, held('UNKNOWN_SENDER')],
  ])('%s, %s, strict %s', (senderKind, auth, strict, decision) => {
    expect(decideSender({ senderKind, auth, strict })).toEqual(decision)
  })
})

describe('file names', () => {
  test.each([
    ['C:\\Users\\x\\report.pdf', 'report.pdf'],
    ['../../x', 'x'],
    ['..', 'attachment'],
    ['', 'attachment'],
    ['a\u202egpj.exe', 'agpj.exe'],
    ['a\0b\nc.txt', 'abc.txt'],
    ['name. . .', 'name'],
    ['CON', '_CON'],
    ['aux.txt', '_aux.txt'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['console.log', 'console.log'],
    ['a:b|c?.txt', 'a_b_c_.txt'],
    ['cafe\u0301.txt', 'café.txt'],
  ])('%j becomes %j', (name, safe) => expect(safeFilename(name)).toBe(safe))

  test('long names keep their extension and whole characters', () => {
    const safe = safeFilename(`${'é'.repeat(300)}.docx`)
    expect(safe).toBe(`${'é'.repeat(87)}.docx`)
  })

  test('any name comes out safe, short and unchanged by a second pass', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        'con',
        'CON.',
        '. ',
        '/',
        '\\',
        '\u202e',
        '\ud800',
        'lpt1.',
        '_',
        'x'.repeat(90),
        'é'.repeat(90),
        '.pdf',
        ' ',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const safe = safeFilename(pieces.join(''))
        expect(safe).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]|[. ]$|^\s|^$/u)
        expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i)
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(180)
        expect(safe.isWellFormed()).toBe(true)
        expect(safeFilename(safe)).toBe(safe)
      }),
      { numRuns: 2_000 },
    )
  })
})
