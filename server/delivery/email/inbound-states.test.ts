import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type MailDesk,
  mailText,
  mailWithFile,
  newMessageId,
  startMailDesk,
} from '../../../test/mail/mail-desk.ts'
import { sql, withClient, write } from '../../platform/db/index.ts'

let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

const list = async (path: string) => (await mail.get(path)).body.items

async function withMailbox(set: 'accept_automated' | 'own_lists', run: () => Promise<void>) {
  const scope = { tenantId: mail.owner.tenantId, actorId: null }
  const change = (on: boolean) =>
    write(mail.desk.db, scope, async (tx) => {
      if (set === 'accept_automated')
        tx.defer(sql`UPDATE app.mailbox SET accept_automated = ${on} WHERE tenant_id = ${tx.tenantId}`)
      else
        tx.defer(
          sql`UPDATE app.mailbox SET own_lists = ${on ? ['team.example.com'] : []}::text[] WHERE tenant_id = ${tx.tenantId}`,
        )
    })
  await change(true)
  await run()
  await change(false)
}

describe('TICKET_CREATED', () => {
  test('a mail becomes a ticket of its mailbox’s team, for its sender, with its text and the facts', async () => {
    const ended = await mail.arrive({
      from: 'Rita Requester <Rita@Example.com>',
      subject: '=?utf-8?q?Gr=C3=BC=C3=9Fe?=',
    })
    expect(ended).toMatchObject({
      state: 'TICKET_CREATED',
      sender: 'rita@example.com',
      subject: 'Grüße',
      attempts: 1,
    })
    expect(ended).not.toHaveProperty('reason')
    const ticket = (await mail.get(`/tickets/${ended.ticketId}`)).body
    expect(ticket).toMatchObject({
      subject: 'Grüße',
      status: 'NEW',
      priority: 'P3',
      channel: 'EMAIL',
      teamId: mail.owner.teamId,
      requester: { name: 'Rita Requester', email: 'rita@example.com' },
    })
    const [message] = await list(`/tickets/${ticket.id}/messages`)
    expect(message).toMatchObject({
      id: ended.messageId,
      body: 'Please help.',
      bodyHtml: '<p>Please help.</p>',
    })
    const events = await list(`/tickets/${ticket.id}/events`)
    expect(events.map((event: { type: string }) => event.type)).toEqual(['ticket.created', 'message.added'])
    expect(events[1]).toMatchObject({
      actor: { type: 'system', onBehalfOf: ticket.requester.id },
      refs: { inboundId: ended.id, messageId: ended.messageId, auto: false },
    })
  })

  test('HTML is stored clean, and its text is derived', async () => {
    const ended = await mail.arrive({
      headers: ['Content-Type: text/html'],
      body: '<p onclick="x()">Hi <b>there</b></p><script>alert(1)</script>',
    })
    const [message] = await list(`/tickets/${ended.ticketId}/messages`)
    expect(message).toMatchObject({ body: 'Hi there', bodyHtml: '<p>Hi <b>there</b></p>\n' })
  })

  test('a very long text is cut, and the mail stays whole as it came', async () => {
    const bytes = mailText({ body: 'ü'.repeat(40).concat('\r\n').repeat(5000) })
    const ended = await mail.arrive(bytes)
    const [message] = await list(`/tickets/${ended.ticketId}/messages`)
    expect(Buffer.byteLength(message.body)).toBeLessThan(257 * 1024)
    expect(message.body).toMatch(/^ü.*The mail is longer; all of it is kept as it came\.\]$/s)
    expect(message.body).not.toContain('\uFFFD')
    expect((await mail.get(`/inbound/${ended.id}/raw`)).text).toBe(bytes)
  })

  test('bulk mail of a list is ticketed', async () => {
    const ended = await mail.arrive({ headers: ['List-Id: <news.example.com>', 'Precedence: bulk'] })
    expect(ended.state).toBe('TICKET_CREATED')
  })

  test('through an own list the author is the sender', async () => {
    await withMailbox('own_lists', async () => {
      const ended = await mail.arrive({
        from: 'Jane via Support <support@example.localhost>',
        headers: ['List-Id: <team.example.com>', 'Reply-To: jane@example.com'],
      })
      expect(ended).toMatchObject({ state: 'TICKET_CREATED', sender: 'jane@example.com' })
    })
  })

  test('automatic mail becomes a ticket where the mailbox takes it', async () => {
    await withMailbox('accept_automated', async () => {
      const ended = await mail.arrive({ headers: ['Auto-Submitted: auto-generated'] })
      expect(ended).toMatchObject({ state: 'TICKET_CREATED', reason: 'AUTO' })
      const [message] = await list(`/tickets/${ended.ticketId}/messages`)
      expect(message.auto).toBe(true)
    })
  })

  test('an answer to a closed ticket opens a follow-up', async () => {
    const id = newMessageId()
    const first = await mail.arrive({ id })
    await close(first.ticketId)
    const second = await mail.arrive({ inReplyTo: id })
    expect(second).toMatchObject({ state: 'TICKET_CREATED', reason: 'FOLLOW_UP' })
    expect((await mail.get(`/tickets/${second.ticketId}`)).body).toMatchObject({ followUpOf: first.ticketId })
  })

  test('an answer with another subject to a ticket asleep for 90 days opens a related one', async () => {
    const id = newMessageId()
    const first = await mail.arrive({ id, subject: 'Printer' })
    mail.desk.moveClock(91 * 24 * 3600_000)
    const second = await mail.arrive({ inReplyTo: id, subject: 'Holiday' })
    expect(second).toMatchObject({ state: 'TICKET_CREATED', reason: 'RELATED' })
    const [, , linked] = await list(`/tickets/${first.ticketId}/events`)
    expect(linked).toMatchObject({
      type: 'ticket.linked',
      refs: { kind: 'RELATED', ticketId: second.ticketId },
    })
    expect(await mail.arrive({ inReplyTo: id, subject: 'Re: Printer' })).toMatchObject({
      state: 'APPENDED',
      ticketId: first.ticketId,
    })
  })
})

async function close(ticketId: string) {
  const path = `/api/v1/tickets/${ticketId}/transition`
  const answer = await mail.desk.request('POST', path, {
    key: mail.owner.apiKey,
    body: { status: 'CLOSED', reason: 'SPAM' },
  })
  expect(answer.status).toBe(200)
}

describe('APPENDED', () => {
  test('an answer of the requester wakes the ticket and is marked unverified', async () => {
    const id = newMessageId()
    const first = await mail.arrive({ id })
    await mail.desk.request('POST', `/api/v1/tickets/${first.ticketId}/replies`, {
      key: mail.cast.agent.key,
      body: { body: 'Which one?', status: 'WAITING_ON_REQUESTER' },
    })
    const second = await mail.arrive({
      headers: [`References: <${id}> <unknown@elsewhere>`],
      subject: 'Re: Printer',
    })
    expect(second).toMatchObject({ state: 'APPENDED', ticketId: first.ticketId })
    const messages = await list(`/tickets/${first.ticketId}/messages`)
    expect(messages.at(-1)).toMatchObject({
      id: second.messageId,
      unverified: true,
      auto: false,
      author: { kind: 'REQUESTER' },
    })
    expect((await mail.get(`/tickets/${first.ticketId}`)).body.status).toBe('IN_PROGRESS')
  })

  test('the nearest answered mail decides, and answers to answers find the ticket', async () => {
    const [a, b] = [newMessageId(), newMessageId()]
    const one = await mail.arrive({ id: a })
    const two = await mail.arrive({ id: b })
    const third = newMessageId()
    expect(
      await mail.arrive({ id: third, inReplyTo: b, headers: [`References: <${b}> <${a}>`] }),
    ).toMatchObject({ state: 'APPENDED', ticketId: two.ticketId })
    expect(await mail.arrive({ inReplyTo: third })).toMatchObject({ ticketId: two.ticketId })
    expect(await mail.arrive({ headers: [`References: <${b}> <${a}>`] })).toMatchObject({
      ticketId: one.ticketId,
    })
  })

  test('an automatic answer is added and changes nothing', async () => {
    const id = newMessageId()
    const first = await mail.arrive({ id })
    const before = (await mail.get(`/tickets/${first.ticketId}`)).body
    const second = await mail.arrive({ inReplyTo: id, headers: ['Auto-Submitted: auto-replied'] })
    expect(second).toMatchObject({ state: 'APPENDED', reason: 'AUTO', ticketId: first.ticketId })
    const after = (await mail.get(`/tickets/${first.ticketId}`)).body
    expect(after).toMatchObject({
      status: before.status,
      requesterReplied: before.requesterReplied,
      version: before.version,
    })
  })

  test('a ticket number in the subject threads nobody', async () => {
    const first = await mail.arrive({})
    const { key } = (await mail.get(`/tickets/${first.ticketId}`)).body
    expect((await mail.arrive({ subject: `Re: [${key}] Printer` })).ticketId).not.toBe(first.ticketId)
  })
})

describe('DUPLICATE', () => {
  test('the same bytes again are the same mail: nothing is added', async () => {
    const bytes = mailText({})
    const first = await mail.post(bytes)
    const second = await mail.post(bytes)
    expect(second.body.id).toBe(first.body.id)
    await mail.desk.settle()
    expect((await mail.post(bytes)).body).toEqual({ id: first.body.id, state: 'TICKET_CREATED' })
  })

  test('the same mail by another way is one message', async () => {
    const id = newMessageId()
    const first = await mail.arrive({ id })
    const again = await mail.arrive({ id, headers: ['Received: from elsewhere'] })
    expect(again).toMatchObject({ state: 'DUPLICATE', ticketId: first.ticketId, messageId: first.messageId })
    expect(again.detail).toContain(first.id)
    expect(await list(`/tickets/${first.ticketId}/messages`)).toHaveLength(1)
  })

  test('the same Message-ID with another Date or sender is another mail', async () => {
    const id = newMessageId()
    await mail.arrive({ id })
    expect((await mail.arrive({ id, date: 'Tue, 3 Mar 2026 10:00:00 +0000' })).state).toBe('TICKET_CREATED')
    expect((await mail.arrive({ id, from: 'sam@example.com' })).state).toBe('TICKET_CREATED')
  })
})

describe('SUSPENDED', () => {
  test.each([
    ['AUTO', { headers: ['Auto-Submitted: auto-replied'] }],
    ['AUTO', { from: 'mailer-daemon@example.com' }],
    ['LOOP', { from: 'support@example.localhost' }],
    ['LOOP', { from: 'Support <support+x@example.localhost>' }],
    [
      'BOUNCE',
      { headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'], body: '--b--' },
    ],
    ['MALFORMED_FROM', { from: 'a@example.com, b@example.com' }],
    ['MALFORMED_FROM', { from: '"a b"@example.com' }],
  ])('%s: %j', async (reason, over) => {
    const before = (await list('/tickets?limit=100')).length
    const ended = await mail.arrive({ id: newMessageId(), ...over })
    expect(ended).toMatchObject({ state: 'SUSPENDED', reason })
    expect(ended.sender).toBeDefined()
    expect(ended).not.toHaveProperty('ticketId')
    expect((await list('/tickets?limit=100')).length).toBe(before)
  })

  test('UNKNOWN_RECIPIENT is kept and can be run into the default mailbox', async () => {
    const ended = await mail.arrive({}, '?mailbox=nobody@example.localhost')
    expect(ended).toMatchObject({
      state: 'SUSPENDED',
      reason: 'UNKNOWN_RECIPIENT',
      detail: 'nobody@example.localhost',
    })
    expect((await mail.command(`${ended.id}/reprocess`)).status).toBe(200)
    await mail.desk.settle()
    expect((await mail.inbound(ended.id)).state).toBe('TICKET_CREATED')
  })

  test('RATE: the sixth mail with one subject in ten minutes, and the 21st of a sender in an hour, for an hour', async () => {
    const from = `${newMessageId()}`
    const states = async (subjects: string[]) => {
      const seen: string[] = []
      for (const subject of subjects) seen.push((await mail.arrive({ from, subject }, '')).state)
      return seen
    }
    expect(await states(Array(5).fill('same'))).toEqual(Array(5).fill('TICKET_CREATED'))
    const held = await mail.arrive({ from, subject: 'same' }, '')
    expect(held).toMatchObject({ state: 'SUSPENDED', reason: 'RATE' })
    mail.desk.moveClock(11 * 60_000)
    expect(await states(['same'])).toEqual(['SUSPENDED'])
    expect(await states(Array.from({ length: 13 }, (_, i) => `other ${i}`))).toEqual(
      Array(13).fill('TICKET_CREATED'),
    )
    expect(await states(['one more'])).toEqual(['SUSPENDED'])
    await mail.command(`${held.id}/reprocess`)
    await mail.desk.settle()
    expect((await mail.inbound(held.id)).state).toBe('TICKET_CREATED')
    mail.desk.moveClock(59 * 60_000)
    expect(await states(['still'])).toEqual(['SUSPENDED'])
    mail.desk.moveClock(2 * 60_000)
    expect(await states(['again', 'same'])).toEqual(['TICKET_CREATED', 'TICKET_CREATED'])
  })
})

describe('QUARANTINED', () => {
  test('LIMIT: what breaks a limit is kept whole and can be run again', async () => {
    const bytes = mailText({ headers: [`X-Long: ${'x'.repeat(300 * 1024)}`] })
    const ended = await mail.arrive(bytes)
    expect(ended).toMatchObject({ state: 'QUARANTINED', reason: 'LIMIT', sender: 'Rita <rita@example.com>' })
    expect((await mail.get(`/inbound/${ended.id}/raw`)).text).toBe(bytes)
    expect((await mail.command(`${ended.id}/reprocess`)).body.state).toBe('RECEIVED')
    await mail.desk.settle()
    expect((await mail.inbound(ended.id)).state).toBe('QUARANTINED')
  })
})

describe('files of a mail', () => {
  const file = { name: 'Übersicht.pdf', type: 'application/pdf', content: '%PDF-1.4 hello' }

  test('are attachments that come back byte for byte, and facts', async () => {
    const ended = await mail.arrive(mailWithFile({}, file))
    const [message] = await list(`/tickets/${ended.ticketId}/messages`)
    expect(message.attachments).toMatchObject([
      { filename: 'Übersicht.pdf', contentType: 'application/pdf', size: 14 },
    ])
    const [attachment] = message.attachments
    const answer = await mail.desk.request('GET', attachment.url, { key: mail.owner.apiKey })
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(file.content)
    expect(answer.headers['content-disposition']).toContain(
      'inline; filename="_bersicht.pdf"; filename*=UTF-8\'\'%C3%9Cbersicht.pdf',
    )
    expect(answer.headers['content-security-policy']).toBe("sandbox; default-src 'none'")
    const events = await list(`/tickets/${ended.ticketId}/events`)
    expect(events.at(-1)).toMatchObject({
      type: 'attachment.added',
      visibility: 'PUBLIC',
      refs: { attachmentId: attachment.id, messageId: message.id },
    })
  })

  test('are read by who sees the message alone', async () => {
    const ended = await mail.arrive(mailWithFile({ from: mail.cast.requester.email }, file))
    const [message] = await list(`/tickets/${ended.ticketId}/messages`)
    const status = async (key: string) =>
      (await mail.desk.request('GET', message.attachments[0].url, { key })).status
    expect(await status(mail.cast.requester.key)).toBe(200)
    expect(await status(mail.cast.agent.key)).toBe(200)
    expect(await status(mail.cast.stranger.key)).toBe(404)
    expect(await status(mail.cast.otherAgent.key)).toBe(404)
    expect(await status(mail.cast.otherTenant.apiKey)).toBe(404)
    expect((await mail.desk.request('GET', message.attachments[0].url)).status).toBe(401)
  })

  test('that do not match their checksum are not handed out', async () => {
    const ended = await mail.arrive(mailWithFile({}, file))
    const [message] = await list(`/tickets/${ended.ticketId}/messages`)
    const { id, url } = message.attachments[0]
    await withClient(mail.desk.database.admin, (client) =>
      client.query("UPDATE app.attachment SET sha256 = sha256('other') WHERE id = $1", [id]),
    )
    const answer = await mail.desk.request('GET', url, { key: mail.owner.apiKey })
    expect([answer.status, answer.body.code]).toEqual([500, 'internal'])
    expect(answer.text).not.toContain('hello')
  })

  test('an image in the HTML shows our copy', async () => {
    const body = [
      '--b',
      'Content-Type: text/html',
      '',
      '<p>Look: <img src="cid:logo@x"></p>',
      '--b',
      'Content-Type: image/png; name=logo.png',
      'Content-ID: <logo@x>',
      'Content-Transfer-Encoding: base64',
      '',
      'iVBORw0KGgo=',
      '--b--',
    ].join('\r\n')
    const ended = await mail.arrive({ headers: ['Content-Type: multipart/related; boundary=b'], body })
    const [message] = await list(`/tickets/${ended.ticketId}/messages`)
    expect(message.attachments).toMatchObject([{ filename: 'logo.png', inline: true }])
    expect(message.bodyHtml).toContain(`src="${message.attachments[0].url}"`)
  })
})
