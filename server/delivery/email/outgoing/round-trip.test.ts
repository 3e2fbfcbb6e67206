import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailDesk, mailText, startMailDesk } from '../../../../test/mail/mail-desk.ts'

let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

it('a mail is acknowledged, answered, and the answer to that answer reaches the same ticket', async () => {
  const bytes = mailText({
    subject: 'Buy cheap watches',
    from: 'Spam <rita@example.com>',
    body: 'at watches.example',
  })
  const posted = await mail.post(bytes, { query: '' })
  await mail.desk.settle()
  const { ticketId } = await mail.inbound(posted.body.id)

  const [acknowledgement] = (await mail.get('/local-inbox')).body.items
  expect(acknowledgement).toMatchObject({ to: 'rita@example.com', ticketId })
  const raw = (await mail.get(`/local-inbox/${acknowledgement.id}/raw`)).text
  expect(raw).toContain('Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n')
  for (const word of ['watches', 'Spam']) expect(raw).not.toContain(word)

  const replied = await mail.desk.request('POST', `/api/v1/tickets/${ticketId}/replies`, {
    key: mail.cast.agent.key,
    body: { bodyHtml: '<p>Try <b>again</b>, é</p>', delaySeconds: 0 },
  })
  expect(replied.status).toBe(201)
  await mail.desk.settle()
  const [answer] = (await mail.get('/local-inbox')).body.items
  const read = (await mail.get(`/local-inbox/${answer.id}`)).body
  expect(read.text).toContain('Try again, é')
  expect(read.html).toContain('<b>again</b>')

  const sent = await mail.desk.request('POST', `/api/v1/local-inbox/${answer.id}/reply`, {
    key: mail.owner.apiKey,
    body: { body: 'It works now, thank you.' },
  })
  expect(sent.status).toBe(202)
  await mail.desk.settle()
  expect(await mail.inbound(sent.body.id)).toMatchObject({ state: 'APPENDED', ticketId })
  const { items } = (await mail.get(`/tickets/${ticketId}/messages`)).body
  expect(items).toHaveLength(3)
  expect(items[2].body).toContain('It works now, thank you.')
  expect((await mail.get(`/tickets/${ticketId}/deliveries`)).body.items).toMatchObject([
    { kind: 'MESSAGE', state: 'SENT', attempts: 1 },
    { kind: 'ACKNOWLEDGEMENT', state: 'SENT', attempts: 1 },
  ])
})
