import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MailDesk, mailText, newMessageId, startMailDesk } from '../../../../test/mail/mail-desk.ts'
import { read, sql, write } from '../../../platform/db/index.ts'
import { suppressedAddresses } from '../suppression/suppression-queries.ts'

let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

const scope = () => ({ tenantId: mail.owner.tenantId, actorId: null })
const DOMAIN = 'example.localhost'

type Sent = { id: string; header: string; address: string; ticketId: string; answered: string }

/** A ticket by mail, and a mail about it that was sent. */
async function sent(state = 'SENT'): Promise<Sent> {
  const [answered, id] = [newMessageId(), randomUUID()]
  const address = `rita-${id}@example.com`
  const { ticketId, messageId, mailboxId } = await mail.arrive({ id: answered, from: address })
  const header = `<m.${id}.0123456789abcdef@${DOMAIN}>`
  const decided = ['PENDING', 'SENDING', 'RETRY'].includes(state) ? null : 'now'
  await write(mail.desk.db, scope(), (tx) =>
    tx.rows(sql`INSERT INTO app.delivery (tenant_id, id, kind, ticket_id, message_id, event_seq, person_id, mailbox_id, address,
        address_key, subject, header, reply_to, state, next_at, created_at, decided_at)
      SELECT tenant_id, ${id}, 'MESSAGE', ${ticketId}, ${messageId}, 1, requester_id, ${mailboxId}, ${address}, ${address}, 's', ${header}, 'r',
        ${state}, 'infinity', app.now(), ${decided}::text::timestamptz FROM app.ticket WHERE tenant_id = ${tx.tenantId} AND id = ${ticketId}`),
  )
  return { id, header, address, ticketId, answered }
}

type Report = {
  status?: string
  action?: string
  about?: string
  to?: string
  returned?: string
  headers?: string[]
}

/** A delivery report as mail systems write it. */
function report({
  status = '5.1.1',
  action = 'failed',
  about = 'x@example.com',
  to,
  returned,
  headers = [],
}: Report) {
  const part = (type: string, text: string) => ['--r', `Content-Type: ${type}`, '', text, ''].join('\r\n')
  const parts = [
    part('text/plain', 'Your mail could not be delivered.'),
    part(
      'message/delivery-status',
      `Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ${about}\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 ${status} nobody here\r\n`,
    ),
    ...(returned === undefined
      ? []
      : [part('message/rfc822', `From: support@${DOMAIN}\r\nMessage-ID: ${returned}\r\n\r\nhello`)]),
  ]
  return mailText({
    from: 'MAILER-DAEMON@mx.example',
    subject: 'Undelivered Mail Returned to Sender',
    headers: [
      'Return-Path: <>',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
      ...(to === undefined ? [] : [`To: ${to}`]),
      ...headers,
    ],
    body: `${parts.join('')}--r--`,
  })
}

async function arrive(bytes: string, recipient?: string) {
  const answer = await mail.post(
    bytes,
    recipient === undefined ? {} : { headers: { 'x-envelope-to': recipient } },
  )
  await mail.desk.settle()
  return mail.inbound(answer.body.id)
}

async function delivery(id: string) {
  const rows = await read(mail.desk.db, scope(), (tx) =>
    tx.rows<{ state: string; reason: string | null; detail: string | null }>(
      sql`SELECT state, reason, detail FROM app.delivery WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
    ),
  )
  return rows[0]
}

const suppressed = async (address: string) =>
  (await read(mail.desk.db, scope(), (tx) => suppressedAddresses(tx, [address]))).get(address)?.reason
const events = async (ticketId: string) => (await mail.get(`/tickets/${ticketId}/events`)).body.items
const failures = async (ticketId: string) =>
  (await events(ticketId)).filter((event: { type: string }) => event.type === 'delivery.failed')

describe('a bounce of a mail of ours', () => {
  test('by its bounce address: the mail is BOUNCED, agents are told, the ticket stays as it was', async () => {
    const { id, address, ticketId } = await sent()
    const before = (await mail.get(`/tickets/${ticketId}`)).body
    const ended = await arrive(report({ about: address }), `bounce+${id}@${DOMAIN}`)
    expect(ended).toMatchObject({
      state: 'BOUNCE_RECORDED',
      reason: 'HARD',
      ticketId,
      detail: '5.1.1 smtp; 550 5.1.1 nobody here',
    })
    expect(await delivery(id)).toMatchObject({ state: 'BOUNCED', reason: 'BOUNCED' })
    expect(await failures(ticketId)).toMatchObject([
      {
        visibility: 'INTERNAL',
        refs: {
          deliveryId: id,
          reason: 'BOUNCED',
          status: '5.1.1',
          diagnostic: 'smtp; 550 5.1.1 nobody here',
        },
      },
    ])
    const { status, version, requesterReplied } = (await mail.get(`/tickets/${ticketId}`)).body
    expect({ status, version, requesterReplied }).toEqual({
      status: before.status,
      version: before.version,
      requesterReplied: before.requesterReplied,
    })
    expect((await mail.get(`/tickets/${ticketId}/messages`)).body.items).toHaveLength(1)
    expect(await suppressed(address)).toBe('HARD_BOUNCE')
  })

  test('by the Message-ID of the returned mail, and by its To alone', async () => {
    const one = await sent()
    expect(await arrive(report({ about: one.address, returned: one.header }))).toMatchObject({
      state: 'BOUNCE_RECORDED',
      ticketId: one.ticketId,
    })
    const two = await sent()
    expect(await arrive(report({ about: two.address, to: `bounce+${two.id}@${DOMAIN}` }))).toMatchObject({
      state: 'BOUNCE_RECORDED',
      ticketId: two.ticketId,
    })
  })

  test('reported twice tells once', async () => {
    const { id, ticketId } = await sent()
    await arrive(report({}), `bounce+${id}@${DOMAIN}`)
    const again = await arrive(report({}), `bounce+${id}@${DOMAIN}`)
    expect(again.state).toBe('BOUNCE_RECORDED')
    expect(await failures(ticketId)).toHaveLength(1)
  })

  test('given up for a reason that may pass: BOUNCED too, the address is not suppressed by one', async () => {
    const { id, address, ticketId } = await sent()
    const ended = await arrive(report({ status: '4.4.7' }), `bounce+${id}@${DOMAIN}`)
    expect(ended).toMatchObject({ state: 'BOUNCE_RECORDED', reason: 'SOFT' })
    expect(await delivery(id)).toMatchObject({ state: 'BOUNCED' })
    expect(await failures(ticketId)).toHaveLength(1)
    expect(await suppressed(address)).toBeUndefined()
  })

  test('only late: counted, the mail stays sent', async () => {
    const { id, ticketId } = await sent()
    const ended = await arrive(report({ status: '4.4.1', action: 'delayed' }), `bounce+${id}@${DOMAIN}`)
    expect(ended).toMatchObject({ state: 'BOUNCE_RECORDED', reason: 'SOFT' })
    expect(await delivery(id)).toMatchObject({ state: 'SENT' })
    expect(await failures(ticketId)).toHaveLength(0)
  })

  test.each(['delivered', 'relayed', 'expanded'])('%s is no fault', async (action) => {
    const { id, address, ticketId } = await sent()
    const ended = await arrive(report({ status: '2.0.0', action }), `bounce+${id}@${DOMAIN}`)
    expect(ended).toMatchObject({ state: 'BOUNCE_RECORDED', reason: 'NO_FAULT' })
    expect(await delivery(id)).toMatchObject({ state: 'SENT' })
    expect(await failures(ticketId)).toHaveLength(0)
    expect(await suppressed(address)).toBeUndefined()
  })

  test('of a mail that is not known as sent yet counts all the same; of one given up nothing changes', async () => {
    const open = await sent('SENDING')
    await arrive(report({}), `bounce+${open.id}@${DOMAIN}`)
    expect(await delivery(open.id)).toMatchObject({ state: 'BOUNCED' })
    const over = await sent('CANCELLED')
    await arrive(report({}), `bounce+${over.id}@${DOMAIN}`)
    expect(await delivery(over.id)).toMatchObject({ state: 'CANCELLED' })
    expect(await failures(over.ticketId)).toHaveLength(0)
  })
})

describe('a report that is put aside', () => {
  const aside = (reason: string) => ({ state: 'SUSPENDED', reason })

  test('of a mail that nobody here sent', async () => {
    expect(await arrive(report({}), `bounce+${randomUUID()}@${DOMAIN}`)).toMatchObject(aside('BOUNCE'))
    expect(await arrive(report({ returned: '<somebody@else.example>' }))).toMatchObject(aside('BOUNCE'))
    const { id } = await sent()
    const lookAlike = `<m.${id}.ffffffffffffffff@${DOMAIN}>`
    expect(await arrive(report({ returned: lookAlike }))).toMatchObject(aside('BOUNCE'))
    expect(await delivery(id)).toMatchObject({ state: 'SENT' })
  })

  test('of a mail of ours to a ticket, when it cannot be told which: it never becomes a message', async () => {
    const { answered, ticketId } = await sent()
    const headers = [`In-Reply-To: <${answered}>`]
    expect(await arrive(report({ headers }))).toMatchObject(aside('BOUNCE'))
    expect((await mail.get(`/tickets/${ticketId}/messages`)).body.items).toHaveLength(1)
  })

  test('a read receipt', async () => {
    const { answered, address } = await sent()
    const bytes = mailText({
      from: address,
      inReplyTo: answered,
      headers: [
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type="disposition-notification"; boundary=r',
      ],
      body: '--r\r\nContent-Type: text/plain\r\n\r\nread\r\n--r\r\nContent-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822;x@example.com\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--r--',
    })
    expect(await arrive(bytes)).toMatchObject(aside('MDN'))
  })
})

describe('what only looks like a bounce', () => {
  test('a mail of words from a daemon proves nothing', async () => {
    const { id, address } = await sent()
    const bytes = mailText({
      from: 'MAILER-DAEMON@mx.example',
      subject: 'Delivery failed',
      body: `Final-Recipient: rfc822; ${address}\r\nAction: failed\r\nStatus: 5.1.1`,
    })
    expect(await arrive(bytes, `bounce+${id}@${DOMAIN}`)).toMatchObject({
      state: 'SUSPENDED',
      reason: 'AUTO',
    })
    expect(await delivery(id)).toMatchObject({ state: 'SENT' })
    expect(await suppressed(address)).toBeUndefined()
  })

  test('a bounce that a person forwards is a mail by that person', async () => {
    const { id, address } = await sent()
    const bytes = report({ about: address, returned: `<m.${id}.0123456789abcdef@${DOMAIN}>` })
      .replace('From: MAILER-DAEMON@mx.example', 'From: Rita <rita@example.com>')
      .replace(/Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n/, '')
      .replace('multipart/report; report-type=delivery-status', 'multipart/mixed')
    expect(await arrive(bytes)).toMatchObject({ state: 'TICKET_CREATED' })
    expect(await delivery(id)).toMatchObject({ state: 'SENT' })
  })

  test('nested in another part by a gateway, it is one still', async () => {
    const { id, header, ticketId } = await sent()
    const inner = report({ returned: header })
    const bytes = inner
      .replace('multipart/report; report-type=delivery-status; boundary=r', 'multipart/mixed; boundary=o')
      .replace(
        '\r\n\r\n--r\r\n',
        '\r\n\r\n--o\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n',
      )
      .replace('--r--', '--r--\r\n--o\r\nContent-Type: text/plain\r\n\r\nScanned.\r\n--o--')
    expect(await arrive(bytes)).toMatchObject({ state: 'BOUNCE_RECORDED', ticketId })
    expect(await delivery(id)).toMatchObject({ state: 'BOUNCED' })
  })
})

test('our own mail that comes back as a new one is a loop, a look-alike is not', async () => {
  const { id, address } = await sent()
  const ours = `m.${id}.0123456789abcdef@${DOMAIN}`
  expect(await mail.arrive({ id: ours, from: address })).toMatchObject({ state: 'SUSPENDED', reason: 'LOOP' })
  const other = `m.${id}.1123456789abcdef@${DOMAIN}`
  expect(await mail.arrive({ id: other, from: address })).toMatchObject({ state: 'TICKET_CREATED' })
})
