import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type MailDesk,
  mailText,
  mailWithFile,
  newMessageId,
  startMailDesk,
} from '../../../../test/mail/mail-desk.ts'
import { read, sql, write } from '../../../platform/db/index.ts'
import { readEvents } from '../../../platform/log/index.ts'
import { mailReader } from './mail-reader.ts'

let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

let count = 0
const newRita = () => `rita${++count}@example.com`
const scope = () => ({ tenantId: mail.owner.tenantId, actorId: null })
/** Hands in a mail as the world does, without the exemptions of a bulk receipt. */
async function arrive(bytes: string) {
  const posted = await mail.post(bytes, { query: '' })
  await mail.desk.settle()
  return mail.inbound(posted.body.id)
}
async function ticketByMail(over: Parameters<typeof mailText>[0] = {}) {
  const from = newRita()
  const { ticketId } = await arrive(mailText({ from: `Rita <${from}>`, ...over }))
  return { id: ticketId as string, from }
}
async function reply(ticketId: string, body: Record<string, unknown>, key = mail.cast.agent.key) {
  const path = `/api/v1/tickets/${ticketId}/replies`
  const answer = await mail.desk.request('POST', path, { key, body: { delaySeconds: 0, ...body } })
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([201, expect.anything()])
  await mail.desk.settle()
}
async function participate(ticketId: string, personId: string) {
  await write(mail.desk.db, scope(), async (tx) =>
    tx.defer(
      sql`INSERT INTO app.participant (tenant_id, ticket_id, person_id, since_seq) VALUES (${tx.tenantId}, ${ticketId}, ${personId}, 1)`,
    ),
  )
}
/** Takes a ticket's facts again: for somebody who takes part only now. */
async function takeAgain(ticketId: string) {
  await write(mail.desk.db, scope(), async (tx) => {
    const events = (await readEvents(tx, 0, 1_000)).filter((event) => event.ticketId === ticketId)
    await mailReader.take(
      tx,
      events.filter(({ type }) => mailReader.claims.includes(type)),
    )
  })
  await mail.desk.settle()
}
async function threadIds(ticketId: string) {
  return read(mail.desk.db, scope(), (tx) =>
    tx.rows(
      sql`SELECT header FROM app.mail_thread WHERE tenant_id = ${tx.tenantId} AND ticket_id = ${ticketId} ORDER BY header`,
    ),
  )
}
async function deliveries(ticketId: string) {
  return (await mail.get(`/tickets/${ticketId}/deliveries`)).body.items.reverse()
}
async function mailsOf(ticketId: string, kind = 'MESSAGE') {
  const sent = (await deliveries(ticketId)).filter((one: { kind: string }) => one.kind === kind)
  return Promise.all(
    sent.map(async ({ id }: { id: string }) => {
      const { text } = await mail.get(`/local-inbox/${id}/raw`)
      return { id, raw: text, read: await simpleParser(text) }
    }),
  )
}
const field = (raw: string, name: string) => {
  const found = new RegExp(`^${name}:((?:[^\\r\\n]|\\r\\n[ \\t])*)`, 'im').exec(raw)?.[1]
  return found?.replace(/\r\n(?=[ \t])/g, '').trim()
}

describe('who gets a mail', () => {
  it('requester and participants get what an agent wrote, the author and those who left do not', async () => {
    const { id, from } = await ticketByMail()
    await participate(id, mail.cast.stranger.id)
    await participate(id, mail.cast.agent.id)
    await participate(id, mail.cast.lead.id)
    await mail.desk.request('PATCH', `/api/v1/people/${mail.cast.lead.id}`, {
      key: mail.owner.apiKey,
      body: { active: false },
      headers: { 'if-match': '"v1"' },
    })
    await reply(id, { body: 'Try again' })
    const to = (await mailsOf(id)).map(({ read }) => read.to?.text)
    expect(to.map((text) => /[^<\s]+@[^>\s]+/.exec(text)?.[0]).sort()).toEqual(
      [from, mail.cast.stranger.email].sort(),
    )
  })

  it('a note is in no mail', async () => {
    const { id } = await ticketByMail()
    const path = `/api/v1/tickets/${id}/notes`
    await mail.desk.request('POST', path, { key: mail.cast.agent.key, body: { body: 'between us' } })
    await mail.desk.settle()
    expect(await mailsOf(id)).toEqual([])
  })

  it('a requester’s message goes to participants, one by a machine to nobody', async () => {
    const messageId = newMessageId()
    const { id, from } = await ticketByMail({ id: messageId })
    await participate(id, mail.cast.stranger.id)
    await arrive(mailText({ from: `Rita <${from}>`, inReplyTo: messageId, body: 'More of it' }))
    await arrive(
      mailText({ from, inReplyTo: messageId, body: 'Away', headers: ['Auto-Submitted: auto-replied'] }),
    )
    const mails = await mailsOf(id)
    expect(mails.map(({ read }) => read.to?.value[0].address)).toEqual([mail.cast.stranger.email])
    expect(mails[0]?.read.from?.value[0]).toEqual({ name: 'Rita (IT)', address: 'support@example.localhost' })
  })

  it('are shown to the team of the ticket alone', async () => {
    const { id } = await ticketByMail()
    const [{ id: deliveryId }] = await deliveries(id)
    const asks = async (key: string) => [
      (await mail.get(`/tickets/${id}/deliveries`, key)).status,
      (await mail.desk.request('POST', `/api/v1/deliveries/${deliveryId}/retry`, { key })).status,
    ]
    expect(await asks(mail.cast.requester.key)).toEqual([403, 403])
    expect(await asks(mail.cast.otherAgent.key)).toEqual([404, 404])
    await participate(id, mail.cast.otherAgent.id)
    expect(await asks(mail.cast.otherAgent.key)).toEqual([403, 403])
    expect(await asks(mail.cast.agent.key)).toEqual([200, 409])
  })

  it('a fact that is read twice makes no second mail', async () => {
    const { id } = await ticketByMail()
    await reply(id, { body: 'Once' })
    const before = await deliveries(id)
    expect(before).toHaveLength(2)
    const ids = await threadIds(id)
    await takeAgain(id)
    expect(await deliveries(id)).toEqual(before)
    expect(await threadIds(id)).toEqual(ids)
  })
})

describe('acknowledgements', () => {
  it.each([
    ['mail of a list', ['List-Id: <all.example.com>']],
    ['mail of a machine', ['Auto-Submitted: auto-generated']],
    ['what asks for no answer', ['X-Auto-Response-Suppress: All']],
  ])('%s gets none', async (_, headers) => {
    const { id } = await ticketByMail({ headers })
    if (id !== undefined) expect(await deliveries(id)).toEqual([])
  })

  it('an import gets none', async () => {
    const posted = await mail.arrive({ from: newRita() })
    expect(await deliveries(posted.ticketId)).toEqual([])
  })

  it('a ticket by API gets one only when it is filed for somebody else', async () => {
    const file = async (body: object, key: string) => {
      const answer = await mail.desk.request('POST', '/api/v1/tickets', {
        key,
        body: { subject: 'S', body: 'B', ...body },
      })
      await mail.desk.settle()
      return answer.body.id
    }
    expect(await deliveries(await file({}, mail.cast.agent.key))).toEqual([])
    const [ack] = await mailsOf(
      await file({ requester: { email: newRita() } }, mail.cast.agent.key),
      'ACKNOWLEDGEMENT',
    )
    expect(field(ack.raw, 'Auto-Submitted')).toBe('auto-generated')
    expect(field(ack.raw, 'In-Reply-To')).toBeUndefined()
  })
})

describe('headers', () => {
  it('thread with what the recipient sent and got, and with no note', async () => {
    const first = newMessageId()
    const { id, from } = await ticketByMail({ id: first, subject: 'Schöner Drucker 🖨' })
    await reply(id, { body: 'One' })
    await mail.desk.request('POST', `/api/v1/tickets/${id}/notes`, {
      key: mail.cast.agent.key,
      body: { body: 'note' },
    })
    await reply(id, { body: 'Two' })
    const second = newMessageId()
    await arrive(mailText({ id: second, from, inReplyTo: first }))
    await reply(id, { body: 'Three' })
    const [one, two, three] = await mailsOf(id)
    const ids = [one, two].map(({ raw }) => field(raw, 'Message-ID'))
    expect(field(one.raw, 'In-Reply-To')).toBe(`<${first}>`)
    expect(field(two.raw, 'References')).toBe(`<${first}> ${ids[0]}`)
    expect(field(three.raw, 'In-Reply-To')).toBe(`<${second}>`)
    expect(field(three.raw, 'References')).toBe(`<${first}> ${ids.join(' ')} <${second}>`)
    for (const { read } of [one, two, three]) expect(read.subject).toMatch(/^\[IT-\d+\] Schöner Drucker 🖨$/)
  })

  it('keep the subject that the ticket was filed with, however often it is renamed', async () => {
    const { id } = await ticketByMail({ subject: 'It hums' })
    const rename = async (subject: string) => {
      const { version } = (await mail.get(`/tickets/${id}`)).body
      const options = {
        key: mail.cast.agent.key,
        headers: { 'if-match': `"v${version}"` },
        body: { subject },
      }
      expect((await mail.desk.request('PATCH', `/api/v1/tickets/${id}`, options)).status).toBe(200)
    }
    await rename('Fuser of the printer on floor 2')
    await rename('Fuser')
    await reply(id, { body: 'Hello' })
    expect((await mailsOf(id))[0]?.read.subject).toMatch(/^\[IT-\d+\] It hums$/)
  })

  it('say who writes, how to answer and from which desk, and nothing of a machine', async () => {
    const { id } = await ticketByMail()
    await reply(id, { body: 'Hello' })
    const [{ raw, read }] = await mailsOf(id)
    expect(read.from?.value[0]).toEqual({ name: 'agent (IT)', address: 'support@example.localhost' })
    expect(field(raw, 'Reply-To')).toMatch(/^support\+[a-z0-9]{30}@example\.localhost$/)
    expect(field(raw, 'X-Helpdesk-Instance')).toMatch(/^[0-9a-f]{32}$/)
    for (const name of ['Auto-Submitted', 'Precedence', 'X-Auto-Response-Suppress', 'List-Unsubscribe'])
      expect(field(raw, name)).toBeUndefined()
    expect(read.text).toMatch(/^##- Please type your reply above this line -##\n\nHello\n/)
  })

  it('of our own mail that comes back are known', async () => {
    const { id } = await ticketByMail()
    await reply(id, { body: 'Hello' })
    const [{ raw }] = await mailsOf(id)
    const back = raw
      .replace(/^From: .*$/m, 'From: other@example.com')
      .replace(/^Message-ID:[\s\S]*?>$/m, `Message-ID: <${newMessageId()}>`)
    expect(await arrive(back)).toMatchObject({ state: 'SUSPENDED', reason: 'LOOP' })
  })
})

describe('content', () => {
  it('more than 20 MB of files are named in the mail instead', async () => {
    const file = (name: string) => [
      '--b',
      `Content-Type: application/pdf; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      `${'A'.repeat(76)}\r\n`.repeat(195_000),
    ]
    const head = `From: ${newRita()}\r\nTo: support@example.localhost\r\nSubject: Big\r\nMessage-ID: <${newMessageId()}>`
    const type = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b'
    const text = ['--b', 'Content-Type: text/plain', '', 'See']
    const bytes = [head, type, '', ...text, ...file('one.pdf'), ...file('two.pdf'), '--b--', ''].join('\r\n')
    const { ticketId } = await arrive(bytes)
    await participate(ticketId, mail.cast.stranger.id)
    const { items } = (await mail.get(`/tickets/${ticketId}/messages`)).body
    expect(items[0].attachments).toHaveLength(2)
    await takeAgain(ticketId)
    const [{ raw, read }] = await mailsOf(ticketId)
    expect(read.attachments).toEqual([])
    expect(read.text).toMatch(/- one\.pdf \(\d+ KB\)\n- two\.pdf/)
    expect(raw.length).toBeLessThan(10_000)
  })

  it('files and pictures of a message go with it', async () => {
    const from = newRita()
    const { ticketId } = await arrive(
      mailWithFile({ from, body: 'See' }, { name: 'müll.txt', type: 'text/plain', content: 'data' }),
    )
    await participate(ticketId, mail.cast.stranger.id)
    const messages = (await mail.get(`/tickets/${ticketId}/messages`)).body.items
    expect(messages[0].attachments).toHaveLength(1)
    const related = [
      `From: ${from}`,
      'To: support@example.localhost',
      'Subject: Picture',
      `Message-ID: <${newMessageId()}>`,
      `In-Reply-To: ${(await mailsOf(ticketId, 'ACKNOWLEDGEMENT')).map(({ raw }) => field(raw, 'Message-ID'))[0]}`,
      'Date: Mon, 2 Mar 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; boundary=b',
      '',
      '--b',
      'Content-Type: text/html',
      '',
      '<p>Look <img src="cid:one@x" alt="a &gt; b"> and <img src="https://tracker.example/p.gif"></p>',
      '--b',
      'Content-Type: image/png',
      'Content-ID: <one@x>',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('png').toString('base64'),
      '--b--',
      '',
    ].join('\r\n')
    expect(await arrive(related)).toMatchObject({ state: 'APPENDED', ticketId })
    const [{ raw, read }] = await mailsOf(ticketId)
    expect(read.attachments).toMatchObject([{ contentType: 'image/png', related: true }])
    expect(raw).not.toContain('tracker.example')
    const cid = read.attachments[0]?.cid
    const { html } = await simpleParser(raw, { keepCidLinks: true })
    expect(html).toContain(`src="cid:${cid}"`)
  })
})
