import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../contracts/client.ts'
import { createMailbox } from '../../contracts/mailboxes.ts'
import { listTeams } from '../../contracts/teams.ts'
import { listMessages, listTickets, replyToTicket } from '../../contracts/tickets.ts'
import { type DeskProcess, startDeskProcess } from '../faults/desk-process.ts'
import { setUpTrialDesk } from '../faults/ticket-load.ts'
import { startTrialServer, type TrialServer } from '../faults/trial-server.ts'
import { until } from '../faults/until.ts'
import { hasMailServers, type MailServers, startMailServers } from '../parts/mail-servers.ts'
import { answerTo, sendAsCustomer } from './customer-mail.ts'

describe.runIf(hasMailServers())('a desk that is started with SMTP_URL', () => {
  let servers: MailServers
  let database: TrialServer
  let desk: DeskProcess
  beforeAll(async () => {
    servers = await startMailServers({ desks: ['desk.test'], customers: ['rita'] })
    database = await startTrialServer()
    desk = await startDeskProcess({ ...database.env, SMTP_URL: servers.smtpUrl })
  })
  afterAll(async () => {
    await desk?.kill()
    await database?.stop()
    await servers?.stop()
  })

  it('acknowledges a mail, sends an agent’s answer, and takes what is answered to it, by itself', async () => {
    const { apiKey } = await setUpTrialDesk(desk.url)
    const client = createClient({ baseUrl: desk.url, key: apiKey })
    const [team] = (await client.call(listTeams, {})).items
    const address = 'support@desk.test'
    const teamId = team?.id ?? ''
    await client.call(createMailbox, { body: { address, teamId, isDefault: true, verified: true } })
    servers.deliverTo('desk.test', async (raw, recipient) => {
      const answer = await fetch(`${desk.url}/api/v1/inbound/raw`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'message/rfc822',
          'x-envelope-to': recipient,
        },
        body: new Uint8Array(raw),
      })
      if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${await answer.text()}`)
    })
    const inbox = await servers.inboxOf('rita')
    const from = 'Rita <rita@customers.test>'
    await sendAsCustomer(servers.port, { from, to: address, subject: 'Help', text: 'It is broken.' })
    await inbox.waitFor(1)
    const [ticket] = (await client.call(listTickets, {})).items
    const id = ticket?.id ?? ''
    await client.call(replyToTicket, {
      params: { id },
      body: { body: 'Turn it off and on.', delaySeconds: 0 },
    })
    const [, answer] = await inbox.waitFor(2)
    if (answer === undefined) throw new Error('there is no answer')
    await sendAsCustomer(servers.port, answerTo(answer, from, 'That helped, thank you.'))
    await until('the customer’s answer on the ticket', async () => {
      const { items } = await client.call(listMessages, { params: { id } })
      return items.some((message) => message.body.includes('That helped, thank you.'))
    })
    await servers.untilDelivered()
    expect(await inbox.mails()).toHaveLength(2)
  })
})
