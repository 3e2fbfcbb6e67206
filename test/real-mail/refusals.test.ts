import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasMailServers, type MailServers, startMailServers } from '../parts/mail-servers.ts'
import { type RealDesk, startRealDesk } from './real-desk.ts'

const REFUSALS = {
  'gone@customers.test': '550 5.1.1 no such person',
  'busy@customers.test': '450 4.2.1 come again later',
  'policy@customers.test': '550 5.7.1 we take no mail from you',
}
/** Longer than the pause after a first failure (1 min, give or take a fifth). */
const PAST_PAUSE_MS = 2 * 60_000
/** Longer than a mailbox waits between two tries (15 min). */
const PAST_PROBE_MS = 16 * 60_000

describe.runIf(hasMailServers())('a mail server that refuses a mail while it is handed over', () => {
  let servers: MailServers
  let desk: RealDesk
  beforeAll(async () => {
    servers = await startMailServers({ desks: ['desk.test'], customers: ['rita'], refusals: REFUSALS })
    desk = await startRealDesk(servers, 'desk.test')
  })
  afterAll(async () => {
    await desk?.stop()
    await servers?.stop()
  })

  const ticketAndMail = async (name: string) => {
    const ticketId = await desk.ticketFor(`${name}@customers.test`, 'A question')
    await desk.desk.settle()
    return { ticketId, mail: (await desk.deliveries(ticketId))[0] }
  }
  it('because it does not know the person: the mail has failed, and further ones are kept back', async () => {
    const { ticketId, mail } = await ticketAndMail('gone')
    expect(mail).toMatchObject({ state: 'FAILED', reason: 'RECIPIENT_REFUSED' })
    expect(mail?.detail).toContain('no such person')
    await desk.answer(ticketId, 'Are you there?')
    expect((await desk.deliveries(ticketId))[0]).toMatchObject({ state: 'SUPPRESSED', reason: 'HARD_BOUNCE' })
  })

  it('for the moment: the mail is tried again after a minute, and then again later', async () => {
    const { ticketId, mail } = await ticketAndMail('busy')
    expect(mail).toMatchObject({ state: 'RETRY', attempts: 1 })
    desk.desk.moveClock(PAST_PAUSE_MS)
    await desk.desk.settle()
    expect((await desk.deliveries(ticketId))[0]).toMatchObject({ id: mail?.id, state: 'RETRY', attempts: 2 })
  })

  it('by a policy: the mailbox waits and says why, and a later try shows that it was about this mail', async () => {
    const inbox = await servers.inboxOf('rita')
    const refused = await ticketAndMail('policy')
    expect(refused.mail).toMatchObject({ state: 'PENDING', attempts: 0 })
    expect(await desk.mailbox()).toMatchObject({
      pauseReason: 'POLICY_REFUSED',
      pausedAt: expect.any(String),
    })
    const waiting = await ticketAndMail('rita')
    expect(waiting.mail).toMatchObject({ state: 'PENDING', attempts: 0 })
    await servers.untilDelivered()
    expect(await inbox.mails()).toEqual([])
    desk.desk.moveClock(PAST_PROBE_MS)
    await desk.desk.settle()
    expect(await inbox.waitFor(1)).toHaveLength(1)
    expect(await desk.mailbox()).toMatchObject({ pauseReason: null, pausedAt: null })
    const [mail] = await desk.deliveries(refused.ticketId)
    expect(mail).toMatchObject({ state: 'FAILED', reason: 'POLICY_REFUSED' })
  })
})
