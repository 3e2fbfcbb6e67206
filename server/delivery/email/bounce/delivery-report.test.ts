import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bounceAddress, parseBounceAddress } from './bounce-address.ts'
import { bounceVerdict, readDeliveryReport } from './delivery-report.ts'

const part = (contentType: string, text: string) => ({ contentType, content: Buffer.from(text) })
const status = (...recipients: string[]) =>
  part('message/delivery-status', ['Reporting-MTA: dns; mx.example\n', ...recipients].join('\n'))
const failed =
  'Final-Recipient: rfc822; Rita@Example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n'
const verdictOf = (...recipients: string[]) => {
  const report = readDeliveryReport([status(...recipients)])
  return report === undefined ? undefined : bounceVerdict(report, 'rita@example.com')
}

describe('what a report says of a recipient', () => {
  test.each<[string, string, string, string]>([
    ['failed for good', failed, 'FAILED', '5.1.1'],
    ['given up after a while', failed.replace('5.1.1', '4.4.7'), 'FAILED', '4.4.7'],
    [
      'late',
      'Final-Recipient: rfc822;rita@example.com\nAction: delayed\nStatus: 4.4.1\n',
      'DELAYED',
      '4.4.1',
    ],
    [
      'delivered',
      'Final-Recipient: rfc822;rita@example.com\nAction: delivered\nStatus: 2.0.0\n',
      'NO_FAULT',
      '2.0.0',
    ],
    [
      'relayed',
      'Final-Recipient: rfc822;rita@example.com\nAction: relayed\nStatus: 2.0.0\n',
      'NO_FAULT',
      '2.0.0',
    ],
    [
      'expanded',
      'Final-Recipient: rfc822;rita@example.com\nAction: expanded\nStatus: 2.0.0\n',
      'NO_FAULT',
      '2.0.0',
    ],
    [
      'no status but in the diagnostic',
      'Final-Recipient: rfc822;rita@example.com\nAction: failed\nDiagnostic-Code: smtp; 550-5.1.1 gone\n',
      'FAILED',
      '5.1.1',
    ],
    ['no status at all', 'Final-Recipient: rfc822;rita@example.com\nAction: failed\n', 'FAILED', '5.0.0'],
    [
      'no action, a permanent status',
      'Final-Recipient: rfc822;rita@example.com\nStatus: 5.1.1\n',
      'FAILED',
      '5.1.1',
    ],
    [
      'an action with a comment, in capitals',
      'Final-Recipient: rfc822;rita@example.com\nAction: FAILED (expired)\nStatus: 5.1.1 (bad)\n',
      'FAILED',
      '5.1.1',
    ],
    [
      'folded and with spaces before colons',
      'Final-Recipient : rfc822;\n rita@example.com\nAction :\n failed\nStatus : 5.1.1\n',
      'FAILED',
      '5.1.1',
    ],
    [
      'an alias that it was sent on to',
      'Original-Recipient: rfc822;rita@example.com\nFinal-Recipient: rfc822;rita.other@inner.example\nAction: failed\nStatus: 5.1.1\n',
      'FAILED',
      '5.1.1',
    ],
    [
      'an address that it does not name at all',
      failed.replace('Rita@Example.com', 'x@inner.example'),
      'FAILED',
      '5.1.1',
    ],
    ['a number that is no status', failed.replaceAll('5.1.1', '15.1.1'), 'FAILED', '5.0.0'],
  ])('%s', (_name, recipient, outcome, code) => {
    expect(verdictOf(recipient)).toMatchObject({ outcome, status: code })
  })

  test('of several recipients, ours counts', () => {
    const other = failed.replace('Rita@Example.com', 'other@example.com')
    const ours = 'Final-Recipient: rfc822; rita@example.com\nAction: delivered\nStatus: 2.0.0\n'
    expect(verdictOf(other, ours)).toMatchObject({ outcome: 'NO_FAULT' })
    expect(verdictOf(ours, other.replace('other', 'rita'))).toMatchObject({ outcome: 'FAILED' })
  })

  test('recipients without an empty line between them are read apart', () => {
    const report = readDeliveryReport([status(failed + failed.replace('Rita@Example.com', 'b@example.com'))])
    expect(report?.recipients.map((one) => one.addresses)).toEqual([['rita@example.com'], ['b@example.com']])
  })

  test('CRLF, a byte of Latin-1 and control characters leave the diagnostic readable', () => {
    const text = failed
      .replaceAll('\n', '\r\n')
      .replace('no such user', 'kein Empf\u00e4nger\t\u202e\u0007da')
    expect(verdictOf(text)).toEqual({
      outcome: 'FAILED',
      status: '5.1.1',
      diagnostic: 'smtp; 550 5.1.1 kein Empf\u00e4nger da',
    })
  })
})

describe('the mail that a report is about', () => {
  test.each(['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'])(
    'is named by its Message-ID in %s',
    (type) => {
      const returned = part(
        type,
        'Received: by x\r\nMessage-ID:\r\n <m.1@Desk.Example>\r\nSubject: s\r\n\r\nMessage-ID: <no@x>\r\n',
      )
      expect(readDeliveryReport([status(failed), returned])?.returnedMessageId).toBe('m.1@desk.example')
      expect(readDeliveryReport([returned, status(failed)])?.returnedMessageId).toBe('m.1@desk.example')
    },
  )

  test('is unknown where nothing came back', () => {
    expect(readDeliveryReport([status(failed)])).not.toHaveProperty('returnedMessageId')
    expect(readDeliveryReport([status(failed), part('message/rfc822', '')])).not.toHaveProperty(
      'returnedMessageId',
    )
  })
})

describe('what is no report', () => {
  test.each<[string, Parameters<typeof readDeliveryReport>[0]]>([
    ['nothing', []],
    ['words only', [part('text/plain', failed)]],
    ['a status part without a recipient', [status()]],
    ['a status part of nonsense', [part('message/delivery-status', '\u0000\n\n:::\n\n')]],
  ])('%s', (_name, parts) => expect(readDeliveryReport(parts)).toBeUndefined())

  test('hostile parts never throw, and the answer is bounded', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'Action: failed',
        'Status: 5.1.1',
        'Final-Recipient: rfc822;a@b',
        '',
        ' folded',
        'Diagnostic-Code: ;',
      ),
      fc.string({ unit: 'binary', maxLength: 60 }),
    )
    const content = fc.array(line, { maxLength: 60 }).map((lines) => Buffer.from(lines.join('\n')))
    const type = fc.constantFrom('message/delivery-status', 'message/rfc822', 'text/plain')
    fc.assert(
      fc.property(fc.array(fc.record({ contentType: type, content }), { maxLength: 5 }), (parts) => {
        const report = readDeliveryReport(parts)
        if (report === undefined) return
        for (const one of report.recipients) {
          expect(one.status).toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/)
          expect(one.diagnostic.length).toBeLessThanOrEqual(500)
        }
        expect(bounceVerdict(report, 'a@b').status).toMatch(/^[245]\./)
      }),
    )
    const many = part('message/delivery-status', failed.repeat(100_000))
    expect(readDeliveryReport([many])?.recipients.length).toBeLessThanOrEqual(100)
  })
})

describe('bounce addresses', () => {
  const id = '0190a0b0-0000-7000-8000-00000000abcd'
  test('name their delivery, in any case', () => {
    expect(bounceAddress(id, 'desk.example')).toBe(`bounce+${id}@desk.example`)
    expect(parseBounceAddress(`BOUNCE+${id.toUpperCase()}@Desk.Example`)).toEqual({
      deliveryId: id,
      domain: 'desk.example',
    })
  })

  test.each([
    'bounce@desk.example',
    `bounces+${id}@desk.example`,
    `bounce+${id}x@desk.example`,
    `x+bounce+${id}@desk.example`,
    `bounce+${id}`,
  ])('%s names none', (address) => expect(parseBounceAddress(address)).toBeUndefined())
})
