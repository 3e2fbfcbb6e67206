import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailDesk, mailText, startMailDesk } from '../../../../../test/mail/mail-desk.ts'
import { fillHtml, fillText, unknownPlaceholders } from './template-words.ts'

let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  mail.desk.request(method, `/api/v1/mail-templates${path}`, {
    key: mail.owner.apiKey,
    headers,
    ...(body === undefined ? {} : { body }),
  })
async function mailed(subject: string) {
  const posted = await mail.post(mailText({ subject, from: `${subject}@example.com` }), { query: '' })
  await mail.desk.settle()
  const { ticketId } = await mail.inbound(posted.body.id)
  await mail.desk.request('POST', `/api/v1/tickets/${ticketId}/replies`, {
    key: mail.cast.agent.key,
    body: { bodyHtml: '<p>a &lt; b</p>', delaySeconds: 0 },
  })
  await mail.desk.settle()
  const [message, acknowledgement] = (await mail.get('/local-inbox?limit=2')).body.items
  return {
    message: (await mail.get(`/local-inbox/${message.id}`)).body,
    acknowledgement: (await mail.get(`/local-inbox/${acknowledgement.id}`)).body,
  }
}

it('a tenant’s own words are what its mails say, escaped, until it goes back to the built-in ones', async () => {
  await call('PUT', '/MESSAGE', {
    bodyText: '{{ message.body }} / {{ticket.subject}}',
    bodyHtml: '<b>{{ticket.subject}}</b> {{message.body}}',
  })
  const put = await call('PUT', '/ACKNOWLEDGEMENT', {
    subject: 'Got it, {{organisation.name}}',
    bodyText: 'Number {{ticket.key}}',
    bodyHtml: '<i>{{ticket.key}}</i>',
  })
  expect(put.body).toMatchObject({ kind: 'ACKNOWLEDGEMENT', builtIn: false, version: 1 })
  const { message, acknowledgement } = await mailed('tom&amp;jerry')
  expect(message.text).toContain('a < b / tom&amp;jerry')
  expect(message.html).toContain('<b>tom&amp;amp;jerry</b> <p>a &lt; b</p>')
  expect(acknowledgement).toMatchObject({ text: expect.stringMatching(/^Number IT-\d+/) })
  expect(acknowledgement.subject).toMatch(/^\[IT-\d+\] Got it, Example$/)

  for (const kind of ['MESSAGE', 'ACKNOWLEDGEMENT'])
    expect((await call('DELETE', `/${kind}`)).body).toMatchObject({ kind, builtIn: true, version: 0 })
  expect((await mailed('after')).acknowledgement.subject).toContain('We received your request')
})

it.each([
  ['MESSAGE', { bodyText: '{{agent.email}}', bodyHtml: 'x' }, '/bodyText'],
  ['MESSAGE', { bodyText: 'x', bodyHtml: '{{constructor}}' }, '/bodyHtml'],
  ['MESSAGE', { subject: 'Mine', bodyText: 'x', bodyHtml: 'x' }, '/subject'],
  ['ACKNOWLEDGEMENT', { bodyText: '{{message.body}}', bodyHtml: 'x' }, '/bodyText'],
  ['ACKNOWLEDGEMENT', { bodyText: 'x', bodyHtml: '{{ticket.subject}}' }, '/bodyHtml'],
  ['ACKNOWLEDGEMENT', { bodyText: 'x', bodyHtml: '{{requester.name}}' }, '/bodyHtml'],
  ['ACKNOWLEDGEMENT', { subject: '{{ticket.subject}}', bodyText: 'x', bodyHtml: 'x' }, '/subject'],
])('%s refuses %j, also as a preview', async (kind, words, path) => {
  for (const answer of [
    await call('PUT', `/${kind}`, words),
    await call('POST', `/${kind}/preview`, words),
  ]) {
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0].path).toBe(path)
  }
})

it('an older version is not written over', async () => {
  const words = { bodyText: '{{message.body}}', bodyHtml: '{{message.body}}' }
  const { version } = (await call('PUT', '/MESSAGE', words)).body
  expect((await call('PUT', '/MESSAGE', words, { 'if-match': `"v${version}"` })).status).toBe(200)
  expect((await call('PUT', '/MESSAGE', words, { 'if-match': `"v${version}"` })).status).toBe(412)
  await call('DELETE', '/MESSAGE')
})

it('a preview shows what would be sent, made safe for a browser', async () => {
  const words = {
    bodyText: '{{ticket.key}}',
    bodyHtml: '<p onclick="x()">{{agent.name}}</p><script>x()</script>',
  }
  const { body } = await call('POST', '/MESSAGE/preview', words)
  expect(body).toEqual({ subject: '[IT-12] The printer hums', text: 'IT-12', html: '<p>Ada Agent</p>' })
})

it('values are escaped in HTML, whatever they hold, and name no placeholders of their own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const html = fillHtml('<p>{{agent.name}}</p>', { 'agent.name': value })
      expect(html.slice(3, -4)).not.toMatch(/[<>"']/)
      expect(fillText('{{agent.name}}', { 'agent.name': value })).toBe(value)
    }),
  )
  expect(fillText('{{agent.name}}', { 'agent.name': '{{team.name}}', 'team.name': 'IT' })).toBe(
    '{{team.name}}',
  )
  expect(unknownPlaceholders('MESSAGE', '{{a}} {{ ticket.key }} {{}} {x} {{{ticket.key}}}')).toEqual([
    'a',
    '',
  ])
})
