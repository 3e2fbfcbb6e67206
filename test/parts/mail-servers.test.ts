import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../faults/until.ts'
import { hasMailServers, type MailServers, startMailServers } from './mail-servers.ts'
import type { SmtpStep } from './smtp-gate.ts'

const STEPS: SmtpStep[] = ['connected', 'greeted', 'MAIL', 'RCPT', 'DATA', 'content', 'accepted']
const nameOf = (step: SmtpStep) => `cut-${step.toLowerCase()}`

describe.runIf(hasMailServers())('the real mail servers of tests', () => {
  let servers: MailServers
  const taken: { recipient: string; raw: string }[] = []
  beforeAll(async () => {
    const customers = ['carla', 'kim', ...STEPS.map(nameOf)]
    servers = await startMailServers({ desks: ['desk.test'], customers })
    servers.deliverTo('desk.test', async (raw, recipient) => {
      taken.push({ recipient, raw: raw.toString() })
    })
  })
  afterAll(() => servers?.stop())

  const send = async (mail: { from: string; to: string; subject: string }) => {
    const transport = createTransport({ url: servers.smtpUrl, greetingTimeout: 1_000, socketTimeout: 1_000 })
    try {
      return await transport.sendMail({ ...mail, text: 'Hello.' })
    } finally {
      transport.close()
    }
  }
  const fromDesk = (name: string, subject: string) =>
    send({ from: 'support@desk.test', to: `${name}@customers.test`, subject })

  it('carry a mail to a customer, who reads it by IMAP as it was sent', async () => {
    const inbox = await servers.inboxOf('carla')
    await fromDesk('carla', 'Ünïcode ✓')
    const [mail] = await inbox.waitFor(1)
    expect(mail?.parsed.subject).toBe('Ünïcode ✓')
    expect(mail?.header('from')).toBe('support@desk.test')
  })

  it('carry a mail to the desk with its envelope, and try again until the desk takes it', async () => {
    let refusals = 2
    servers.deliverTo('desk.test', async (raw, recipient) => {
      if (refusals-- > 0) throw new Error('not now')
      taken.push({ recipient, raw: raw.toString() })
    })
    await send({ from: 'carla@customers.test', to: 'support+token@desk.test', subject: 'Help' })
    await until('a mail at the desk', () => taken.length === 1)
    expect(taken[0]?.recipient).toBe('support+token@desk.test')
    expect(taken[0]?.raw).toMatch(/^Return-Path: <carla@customers.test>\r\nDelivered-To: support\+token@/)
  })

  it('report to the sender that a customer is not known', async () => {
    taken.length = 0
    await fromDesk('nobody', 'Are you there?')
    await until('a report at the desk', () => taken.length === 1)
    expect(taken[0]?.recipient).toBe('support@desk.test')
    expect(taken[0]?.raw).toMatch(/^Return-Path: <>/)
    expect(taken[0]?.raw).toContain('Status: 5.1.1')
  })

  it.each(STEPS)('can be cut off before the step "%s" of a mail is told', async (at) => {
    const inbox = await servers.inboxOf(nameOf(at))
    const seen: SmtpStep[] = []
    servers.gate.onStep = (step) => {
      seen.push(step)
      return step === at ? 'cut' : 'pass'
    }
    await expect(fromDesk(nameOf(at), 'cut')).rejects.toThrow()
    servers.gate.onStep = () => 'pass'
    expect(seen).toEqual(STEPS.slice(0, STEPS.indexOf(at) + 1))
    // What the server has said yes to it delivers, although the desk never heard that yes.
    if (at === 'accepted') await inbox.waitFor(1)
    else expect(await inbox.mails()).toEqual([])
  })

  it('keep a mail that they have accepted when they are killed, and hang while they stand still', async () => {
    const inbox = await servers.inboxOf('kim')
    servers.postfix.pause()
    await expect(fromDesk('kim', 'hanging')).rejects.toThrow(/[Tt]imeout|Greeting/)
    servers.postfix.goOn()
    await fromDesk('kim', 'before the kill')
    await servers.postfix.kill()
    await expect(fromDesk('kim', 'while it is away')).rejects.toThrow()
    await servers.postfix.start()
    const [mail] = await inbox.waitFor(1)
    expect(mail?.parsed.subject).toBe('before the kill')
  })
})
