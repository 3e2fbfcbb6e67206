import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailDesk, startMailDesk } from '../../../test/mail/mail-desk.ts'
import { read, sql, write } from '../../platform/db/index.ts'
import { mailIdentity } from './mail-identity.ts'
import { receiveMail } from './receive-mail.ts'

let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '\0',
    '\ud800',
    '=?utf-8?q?=00=ED=A0=80?=',
    '=?utf-16?b?2AA=?=',
    '=?utf-7?q?+2AA-?=',
    '\u202egpj.exe',
    'x'.repeat(1000),
    '"; DROP TABLE ticket; --',
    '\\',
    '@seq:1',
    '<a@b>',
    '"a@b"@c, d@e',
    '%00',
    '../../x',
    '\uFFFD\u{1F600}',
  ),
)
const header = fc.tuple(
  fc.constantFrom(
    'From',
    'Subject',
    'Message-ID',
    'In-Reply-To',
    'References',
    'Date',
    'Content-Type',
    'Content-Disposition',
    'Content-ID',
    'Content-Transfer-Encoding',
    'Reply-To',
    'List-Id',
  ),
  nasty,
)
const part = fc.tuple(fc.array(header, { maxLength: 4 }), nasty)
const anyMail = fc
  .record({
    from: fc.oneof(fc.constant('Rita <rita@example.com>'), nasty),
    headers: fc.array(header, { maxLength: 6 }),
    parts: fc.array(part, { maxLength: 3 }),
    html: nasty,
  })
  .map(({ from, headers, parts, html }) => {
    const field = ([name, value]: readonly [string, string]) => `${name}: ${value}`
    return [
      `From: ${from}`,
      ...headers.map(field),
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      `<p title="${html}">${html}<img src="cid:x">`,
      ...parts.flatMap(([fields, body]) => [
        '--b',
        ...fields.map(field),
        'Content-Type: application/octet-stream; name="x"',
        'Content-ID: <x>',
        '',
        body,
      ]),
      '--b--',
    ].join('\r\n')
  })

test('whatever a mail holds, it ends in a state that is no failure, and its ticket can be read', async () => {
  const scope = { tenantId: mail.owner.tenantId, actorId: null }
  const mailboxId = (await mail.arrive({})).mailboxId
  const texts = fc.sample(anyMail, { numRuns: 150, seed: 20260302 })
  const common = { mailboxId, recipient: null, exempt: true, importId: null, requestId: null }
  for (const text of texts) {
    // Half of them as 8-bit bytes that are no UTF-8.
    const raw = Buffer.from(text, text.length % 2 === 0 ? 'utf8' : 'latin1')
    const identity = mailIdentity(scope.tenantId, raw)
    await write(mail.desk.db, scope, (tx) => receiveMail(tx, [{ raw, identity, ...common }]))
  }
  await mail.desk.settle()
  const states = await read(mail.desk.db, scope, (tx) =>
    tx.rows<{ state: string; reason: string | null; ticketId: string | null }>(
      sql`SELECT state, reason, ticket_id AS "ticketId" FROM app.inbound WHERE tenant_id = ${tx.tenantId}`,
    ),
  )
  expect(states.filter((one) => one.state === 'RETRY' || one.reason === 'FAILED')).toEqual([])
  const tickets = states.filter((one) => one.state === 'TICKET_CREATED')
  expect(tickets.length).toBeGreaterThan(20)
  for (const { ticketId } of tickets)
    expect((await mail.get(`/tickets/${ticketId}/messages`)).status).toBe(200)
})
