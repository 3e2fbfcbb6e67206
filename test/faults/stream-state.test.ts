import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../contracts/client.ts'
import { EVENT_TYPES } from '../../contracts/events.ts'
import { listTickets, readTicket } from '../../contracts/tickets.ts'
import { type MailDesk, mailText, mailWithFile, newMessageId, startMailDesk } from '../mail/mail-desk.ts'
import { type Follower, follow } from './followers.ts'
import { createTicketCache, differences, type TicketCache } from './ticket-cache.ts'
import { until } from './until.ts'

const DAY_MS = 24 * 3600_000

/** The types of a ticket's facts that commands, mail and timers tell. One that is added must be reached here too. */
const TOLD = [
  'attachment.added',
  'delivery.failed',
  'delivery.retried',
  'delivery.sent',
  'message.added',
  'message.held',
  'message.released',
  'reply.blocked',
  'reply.queued',
  'reply.taken_back',
  'ticket.assigned',
  'ticket.created',
  'ticket.linked',
  'ticket.priority_changed',
  'ticket.status_changed',
  'ticket.updated',
]

/** The names that nothing tells yet. What begins to tell one moves it above. */
const NOT_TOLD_YET = [
  'attachment.scanned',
  'csat.received',
  'message.redacted',
  'rule.fired',
  'rule.loop_stopped',
  'sla.at_risk',
  'sla.breached',
  'sla.cancelled',
  'sla.corrected',
  'sla.fulfilled',
  'sla.paused',
  'sla.resumed',
  'sla.started',
  'ticket.field_changed',
  'ticket.followed',
  'ticket.merged',
  'ticket.redacted',
  'ticket.snoozed',
  'ticket.split',
  'ticket.tagged',
  'ticket.transferred',
  'ticket.unlinked',
]

let mail: MailDesk
let url: string
let cache: TicketCache
let follower: Follower

beforeAll(async () => {
  mail = await startMailDesk()
  url = await mail.desk.listen()
  const { key } = mail.cast.lead
  const client = createClient({ baseUrl: url, key })
  cache = createTicketCache({
    read: (id) => client.call(readTicket, { params: { id } }),
    readAll: async () => (await client.call(listTickets, { query: { limit: 100 } })).items,
  })
  const topics = [`team:${mail.owner.teamId}`]
  follower = follow({ name: 'lead', key, topics }, url, { event: cache.take, reset: cache.reset })
  await until('a live stream', () => follower.stream.cursor() !== undefined)
})
afterAll(async () => {
  follower.stream.stop()
  await mail.desk.stop()
})

const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
  const answer = await mail.desk.request(method, `/api/v1${path}`, {
    key: mail.owner.apiKey,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  expect([path, answer.status, answer.text]).toSatisfy(() => answer.status < 300)
  return answer.body
}
const newTicket = () =>
  call('POST', '/tickets', { subject: 'Printer', body: 'It hums', requester: { email: 'rita@example.com' } })
/** Waits until the newest fact of this ticket has come, then compares all tickets. */
const untilSame = async (id: string) => {
  const { items } = await call('GET', `/tickets/${id}/events?limit=100`)
  const newest = items.at(-1).id
  await until('the newest event', () => follower.events.some(({ data }) => data.id === newest))
  const { items: fresh } = await call('GET', '/tickets?limit=100')
  expect(differences(await cache.tickets(), fresh)).toEqual([])
}
/** A mail system says that nobody is there whom the delivery was for. */
const comeBack = async (deliveryId: string) => {
  const status = [
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; gone@example.com',
    'Action: failed',
    'Status: 5.1.1',
  ]
  const parts = ['--r', 'Content-Type: message/delivery-status', '', ...status, '', '--r--']
  const headers = [
    'Return-Path: <>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
  ]
  const report = mailText({ from: 'MAILER-DAEMON@mx.example', headers, body: parts.join('\r\n') })
  const recipient = `bounce+${deliveryId}@example.localhost`
  expect((await mail.post(report, { headers: { 'x-envelope-to': recipient } })).status).toBe(202)
  await mail.desk.settle()
}

describe('a client that reads a ticket once and then keeps it by its events has what the desk has', () => {
  it('through the commands of agents', async () => {
    const { id } = await newTicket()
    await untilSame(id)
    const { agent } = mail.cast
    const steps: [string, object][] = [
      ['assign', { assigneeId: agent.id }],
      ['notes', { body: 'It is the fuser' }],
      ['replies', { body: 'Try again', status: 'WAITING_ON_REQUESTER' }],
      ['assign', { assigneeId: null }],
      ['transition', { status: 'IN_PROGRESS' }],
      ['transition', { status: 'RESOLVED' }],
      ['transition', { status: 'REOPENED' }],
    ]
    for (const [command, body] of steps) {
      await call('POST', `/tickets/${id}/${command}`, body)
      await untilSame(id)
    }
    const { version } = await call('GET', `/tickets/${id}`)
    const change = { subject: 'The printer hums', priority: 'P1' }
    await call('PATCH', `/tickets/${id}`, change, { 'if-match': `"v${version}"` })
    await untilSame(id)
  })

  it('through replies that wait, are taken back and are sent', async () => {
    const { id } = await newTicket()
    const held = { body: 'Wait', delaySeconds: 60 }
    const first = await call('POST', `/tickets/${id}/replies`, held)
    await untilSame(id)
    await call('POST', `/queued-replies/${first.queued.id}/take-back`)
    await untilSame(id)
    await call('POST', `/tickets/${id}/replies`, held)
    mail.desk.moveClock(61_000)
    await mail.desk.settle()
    await untilSame(id)
  })

  it('through a reply that may not be sent any more', async () => {
    const { id } = await newTicket()
    const sendAt = new Date(Date.now() + mail.desk.db.clockOffsetMs + DAY_MS).toISOString()
    await call('POST', `/tickets/${id}/replies`, { body: 'Tomorrow', sendAt })
    await call('POST', `/tickets/${id}/transition`, { status: 'CLOSED', reason: 'SPAM' })
    mail.desk.moveClock(DAY_MS + 1_000)
    await mail.desk.settle()
    await untilSame(id)
  })

  it('through a mail that comes back, one that is kept from its address, and one that is sent again', async () => {
    const { ticketId } = await mail.arrive({ from: 'gone@example.com' })
    await call('POST', `/tickets/${ticketId}/replies`, { body: 'Are you there?' })
    await mail.desk.settle()
    const mails = async () => (await call('GET', `/tickets/${ticketId}/deliveries`)).items
    const [sent] = await mails()
    await comeBack(sent.id)
    await untilSame(ticketId)
    await call('POST', `/tickets/${ticketId}/replies`, { body: 'Are you there now?' })
    await mail.desk.settle()
    await untilSame(ticketId)
    const kept = (await mails()).find(({ state }: { state: string }) => state === 'SUPPRESSED')
    await call('DELETE', '/suppressions/gone@example.com')
    await call('POST', `/deliveries/${kept.id}/retry`)
    await mail.desk.settle()
    await untilSame(ticketId)
  })

  it('through mail: answers, files, what is held and released', async () => {
    const messageId = newMessageId()
    const { ticketId } = await mail.arrive(mailText({ id: messageId }))
    await untilSame(ticketId)
    await mail.arrive(mailText({ inReplyTo: messageId, body: 'And now it smokes' }))
    await mail.arrive(
      mailWithFile({ inReplyTo: messageId }, { name: 'a.txt', type: 'text/plain', content: 'hello' }),
    )
    await untilSame(ticketId)
    const held = await mail.arrive(mailText({ from: 'stranger@elsewhere.test', inReplyTo: messageId }))
    await untilSame(ticketId)
    await call('POST', `/inbound/${held.id}/release`)
    await untilSame(ticketId)
  })

  it('through time and people: it closes, is followed up, and is let go by who leaves', async () => {
    const messageId = newMessageId()
    const { ticketId } = await mail.arrive(mailText({ id: messageId }))
    await call('POST', `/tickets/${ticketId}/transition`, { status: 'RESOLVED' })
    await mail.desk.settle()
    mail.desk.moveClock(8 * DAY_MS)
    await mail.desk.settle()
    expect((await call('GET', `/tickets/${ticketId}`)).status).toBe('CLOSED')
    await untilSame(ticketId)
    mail.desk.moveClock(40 * DAY_MS)
    const next = await mail.arrive(mailText({ inReplyTo: messageId }))
    expect(next.ticketId).not.toBe(ticketId)
    await untilSame(next.ticketId)
    await call('POST', `/tickets/${next.ticketId}/assign`, { assigneeId: mail.cast.agent.id })
    await call('DELETE', `/teams/${mail.owner.teamId}/members/${mail.cast.agent.id}`)
    expect((await call('GET', `/tickets/${next.ticketId}`)).assigneeId).toBeNull()
    await untilSame(next.ticketId)
  })

  it('and every type of a ticket’s facts was among them', () => {
    expect([...new Set(follower.events.map(({ data }) => data.type))].sort()).toEqual(TOLD)
    expect([...TOLD, ...NOT_TOLD_YET].sort()).toEqual(
      EVENT_TYPES.filter((type) => !type.startsWith('admin.')).sort(),
    )
    expect(follower.resets()).toBe(0)
  })
})
