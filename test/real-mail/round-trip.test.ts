import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '../../contracts/tickets.ts'
import type { ArrivedMail, Inbox } from '../parts/inbox.ts'
import { hasMailServers, type MailServers, startMailServers } from '../parts/mail-servers.ts'
import { answerTo, sendAsCustomer } from './customer-mail.ts'
import { type RealDesk, startRealDesk } from './real-desk.ts'

const UUID = '[0-9a-f-]{36}'

describe.runIf(hasMailServers())('a customer and an agent who talk by mail through real servers', () => {
  let servers: MailServers
  let desk: RealDesk
  let inbox: Inbox
  let ticketId: string
  let question: string
  let answer: ArrivedMail
  beforeAll(async () => {
    servers = await startMailServers({ desks: ['desk.test'], customers: ['rita'] })
    desk = await startRealDesk(servers, 'desk.test')
    inbox = await servers.inboxOf('rita')
  })
  afterAll(async () => {
    await desk?.stop()
    await servers?.stop()
  })

  const messages = async () =>
    (await desk.get<{ items: Message[] }>(`/tickets/${ticketId}/messages?limit=100`)).items

  it('a mail opens a ticket and is acknowledged without a word of its own', async () => {
    question = await sendAsCustomer(servers.port, {
      from: 'Rita Réquester <rita@customers.test>',
      to: desk.address,
      subject: 'Drucker brennt 🔥',
      text: 'Please help: smoke on floor 3.',
    })
    const mail = await desk.nextInbound()
    expect(mail.state).toBe('TICKET_CREATED')
    ticketId = mail.ticketId ?? ''
    const [acknowledgement] = await inbox.waitFor(1)
    expect(acknowledgement?.header('auto-submitted')).toBe('auto-replied')
    expect(acknowledgement?.header('x-auto-response-suppress')).toBe('All')
    expect(acknowledgement?.header('precedence')).toBeUndefined()
    expect(acknowledgement?.parsed.inReplyTo).toBe(question)
    expect(JSON.stringify(acknowledgement?.parsed)).not.toMatch(/Drucker|smoke/)
  })

  it('the answer arrives once, in the thread, from the mailbox, with an address of its own to reply to', async () => {
    await desk.answer(ticketId, 'Please leave the building, Ünal is on the way.')
    await servers.untilDelivered()
    const mails = await inbox.waitFor(2)
    expect(mails).toHaveLength(2)
    answer = mails[1] as ArrivedMail
    const { parsed } = answer
    expect(parsed.subject).toMatch(/^\[IT-\d+\] Drucker brennt 🔥$/)
    expect(answer.header('from')).toMatch(/^"?agent \(IT\)"? <support@desk\.test>$/)
    expect(parsed.to).toMatchObject({ value: [{ address: 'rita@customers.test' }] })
    expect(answer.header('reply-to')).toMatch(/^<?support\+[0-9a-z]{30}@desk\.test>?$/)
    expect(answer.header('return-path')).toMatch(new RegExp(`^<bounce\\+${UUID}@desk\\.test>$`))
    expect(parsed.messageId).toMatch(new RegExp(`^<m\\.${UUID}\\.[0-9a-f]{16}@desk\\.test>$`))
    expect([parsed.references].flat()[0]).toBe(question)
    expect(answer.header('auto-submitted')).toBeUndefined()
    expect(answer.header('precedence')).toBeUndefined()
    expect(parsed.text).toContain('Please leave the building, Ünal is on the way.')
    expect(parsed.html).toContain('Ünal is on the way.')
    expect((await desk.deliveries(ticketId)).map(({ kind, state }) => [kind, state])).toEqual([
      ['MESSAGE', 'SENT'],
      ['ACKNOWLEDGEMENT', 'SENT'],
    ])
  })

  it.each([
    { how: 'as mail programs do', change: {} },
    { how: 'by the address alone, its thread stripped', change: { inReplyTo: '', references: [] } },
    {
      how: 'by In-Reply-To alone, to the mailbox itself',
      change: { to: 'support@desk.test', references: [] },
    },
    {
      how: 'by References alone, to the mailbox itself',
      change: { to: 'support@desk.test', inReplyTo: '' },
    },
  ])('the customer’s answer $how lands on the ticket, and is not acknowledged', async ({ how, change }) => {
    const before = await messages()
    const text = `Thank you (${how}).`
    const mail = answerTo(answer, 'Rita Réquester <rita@customers.test>', text)
    await sendAsCustomer(servers.port, { ...mail, ...change })
    expect(await desk.nextInbound()).toMatchObject({ state: 'APPENDED', ticketId })
    await desk.desk.settle()
    await servers.untilDelivered()
    const after = await messages()
    expect(after).toHaveLength(before.length + 1)
    expect(after.at(-1)).toMatchObject({ visibility: 'PUBLIC', auto: false, author: { kind: 'REQUESTER' } })
    expect(after.at(-1)?.body).toContain(text)
    expect(await inbox.mails()).toHaveLength(2)
  })

  it('an answer with nothing of the thread left opens a ticket of its own', async () => {
    const mail = answerTo(answer, 'rita@customers.test', 'What was it again?')
    await sendAsCustomer(servers.port, { ...mail, to: desk.address, inReplyTo: '', references: [] })
    const opened = await desk.nextInbound()
    expect(opened.state).toBe('TICKET_CREATED')
    expect(opened.ticketId).not.toBe(ticketId)
  })

  it('a note to colleagues leaves by no mail', async () => {
    await inbox.waitFor(3)
    const path = `/api/v1/tickets/${ticketId}/notes`
    const note = { key: desk.cast.agent.key, body: { body: 'She has set it on fire herself.' } }
    expect((await desk.desk.request('POST', path, note)).status).toBe(201)
    await desk.answer(ticketId, 'Anything else?')
    await servers.untilDelivered()
    const mails = await inbox.waitFor(4)
    expect(mails).toHaveLength(4)
    expect(mails.map((mail) => mail.raw.toString()).join()).not.toContain('on fire herself')
  })
})
