import { randomBytes } from 'node:crypto'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailDesk, newMessageId, startMailDesk } from '../../../../test/mail/mail-desk.ts'
import { sql, write } from '../../../platform/db/index.ts'

const PUBLIC_URL = 'https://desk.example.org'
let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk({ publicUrl: PUBLIC_URL })
})
afterAll(() => mail.desk.stop())

const file = (name: string, content: Buffer) => [
  '--b',
  `Content-Type: application/pdf; name="${name}"`,
  `Content-Disposition: attachment; filename="${name}"`,
  'Content-Transfer-Encoding: base64',
  '',
  content.toString('base64').replace(/.{76}/g, '$&\r\n'),
]

it('files beyond 20 MB are links in the mail, which open them byte for byte without signing in', async () => {
  const contents = [randomBytes(11_000_000), randomBytes(11_000_000)]
  const head = [
    'From: Rita <rita@example.com>',
    'To: support@example.localhost',
    'Subject: Big',
    `Message-ID: <${newMessageId()}>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
  ]
  const parts = contents.flatMap((content, i) => file(`${i}.pdf`, content))
  const text = ['', '--b', 'Content-Type: text/plain', '', 'See']
  const posted = await mail.post([...head, ...text, ...parts, '--b--', ''].join('\r\n'), { query: '' })
  const scope = { tenantId: mail.owner.tenantId, actorId: null }
  // Takes part before the fact is read, so that the mail of the message goes to somebody.
  const decide = mail.desk.app.handlers.bulk['process-mail']
  await decide?.({ ...scope, data: { inboundId: posted.body.id }, attempt: 1, lastAttempt: false })
  const { ticketId } = await mail.inbound(posted.body.id)
  await write(mail.desk.db, scope, async (tx) =>
    tx.defer(sql`INSERT INTO app.participant (tenant_id, ticket_id, person_id, since_seq)
      VALUES (${tx.tenantId}, ${ticketId}, ${mail.cast.stranger.id}, 1)`),
  )
  await mail.desk.settle()
  const { items } = (await mail.get('/local-inbox')).body
  const { id } = items.find(({ to }: { to: string }) => to === mail.cast.stranger.email)
  const raw = (await mail.get(`/local-inbox/${id}/raw`)).text
  const read = await simpleParser(raw)
  expect(read.attachments).toEqual([])
  const urls = read.text?.match(/https:\S+\/files\/\S+/g) ?? []
  expect(urls).toHaveLength(2)
  expect(read.html).toContain(`href="${urls[0]}"`)
  for (const [i, url] of urls.entries()) {
    const answer = await mail.desk.app.api.inject({ method: 'GET', url: url.slice(PUBLIC_URL.length) })
    expect(answer.statusCode).toBe(200)
    expect(contents[i]?.equals(answer.rawPayload)).toBe(true)
  }
})
