import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type OddSmtpServer, startOddSmtpServer } from '../../../test/mail/odd-smtp-server.ts'
import { type MailTransport, openSmtpTransport } from './smtp-transport.ts'

const SHORT = { connectMs: 2_000, greetingMs: 2_000, socketMs: 300, wholeMs: 5_000 }
const mail = {
  from: 'bounce+1@example.org',
  to: 'rita@example.com',
  raw: Buffer.from('Subject: x\r\n\r\n.\r\nend\r\n'),
}
let server: OddSmtpServer
let transport: MailTransport
beforeAll(async () => {
  server = await startOddSmtpServer()
})
afterEach(() => transport.close())
afterAll(() => server.stop())

it('a mail arrives byte for byte, over a connection that is used again', async () => {
  server.react = () => undefined
  transport = openSmtpTransport(server.url)
  for (let i = 0; i < 3; i += 1) expect(await transport.send(mail)).toMatchObject({ kind: 'sent' })
  expect(server.taken.map(({ raw }) => raw)).toEqual(Array(3).fill('Subject: x\r\n\r\n.\r\nend\r\n'))
})

it.each(['mail', 'rcpt', 'dot'] as const)(
  'a server that falls silent or goes at %s is tried again later',
  async (at) => {
    for (const oddity of ['hang', 'cut'] as const) {
      server.react = (step) => (step === at ? oddity : undefined)
      transport = openSmtpTransport(server.url, SHORT)
      expect(await transport.send(mail)).toMatchObject({ kind: 'temporary' })
      transport.close()
    }
  },
)

it('one that answers nothing in all the time there is, is left', async () => {
  server.react = (step) => (step === 'rcpt' ? 'hang' : undefined)
  transport = openSmtpTransport(server.url, { ...SHORT, socketMs: 60_000, wholeMs: 200 })
  expect(await transport.send(mail)).toMatchObject({ kind: 'temporary' })
})

it('a wrong password is the desk’s, and nobody there is for later', async () => {
  server.react = (step) => (step === 'auth' ? '535 5.7.8 wrong password' : undefined)
  transport = openSmtpTransport(server.url.replace('//', '//desk:secret@'))
  const refused = await transport.send(mail)
  expect(refused).toMatchObject({ kind: 'access', status: '5.7.8' })
  expect(refused.detail).not.toContain('secret')
  transport.close()
  transport = openSmtpTransport('smtp://127.0.0.1:1', SHORT)
  expect(await transport.send(mail)).toMatchObject({ kind: 'temporary' })
})
