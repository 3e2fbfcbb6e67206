import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { otherTenant } from '../../../../test/harness/other-tenant.ts'
import {
  type Mail,
  type MailDesk,
  mailText,
  newMessageId,
  startMailDesk,
} from '../../../../test/mail/mail-desk.ts'
import { read, sql, write } from '../../../platform/db/index.ts'
import { listMailboxes } from '../queries.ts'
import { replyAddresses } from './reply-addresses.ts'

let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

const scope = () => ({ tenantId: mail.owner.tenantId, actorId: null })

/** A ticket by mail of the requester; with the Message-ID to answer. */
async function ticket(from = mail.cast.requester.email) {
  const id = newMessageId()
  const { ticketId } = await mail.arrive({ id, from })
  return { id, ticketId: ticketId as string }
}

/** Where a person answers on a ticket. */
async function addressFor(ticketId: string, personId = mail.cast.requester.id): Promise<string> {
  const { result } = await write(mail.desk.db, scope(), async (tx) => {
    const [mailbox] = await listMailboxes(tx)
    if (mailbox === undefined) throw new Error('a desk has a mailbox')
    return replyAddresses(tx, [{ ticketId, personId, mailbox }])
  })
  return result[0] ?? ''
}

/** Lets a mail arrive with this envelope recipient. */
async function arriveAt(recipient: string, written: Mail) {
  const answer = await mail.post(mailText(written), { headers: { 'x-envelope-to': recipient } })
  await mail.desk.settle()
  return mail.inbound(answer.body.id)
}

const requester = () => mail.cast.requester.email

describe('a mail to a reply token', () => {
  test('joins the ticket of the token without any other sign, and is kept with its recipient', async () => {
    const { ticketId } = await ticket()
    const address = await addressFor(ticketId)
    const ended = await arriveAt(address, { from: requester(), subject: 'A new subject' })
    expect(ended).toMatchObject({ state: 'APPENDED', ticketId })
    expect(ended).not.toHaveProperty('detail')
    const rows = await read(mail.desk.db, scope(), (tx) =>
      tx.rows(sql`SELECT recipient FROM app.inbound WHERE tenant_id = ${tx.tenantId} AND id = ${ended.id}`),
    )
    expect(rows).toEqual([{ recipient: address }])
  })

  test('goes to the ticket of the token, though it answers a mail of another ticket', async () => {
    const [older, newer] = [await ticket(), await ticket()]
    const address = await addressFor(older.ticketId)
    const ended = await arriveAt(address, { from: requester(), inReplyTo: newer.id })
    expect(ended).toMatchObject({ state: 'APPENDED', ticketId: older.ticketId })
  })

  test.each(['To', 'Cc', 'Delivered-To', 'X-Original-To'])('is known by %s, in any case', async (field) => {
    const { ticketId } = await ticket()
    const address = (await addressFor(ticketId)).toUpperCase()
    const ended = await mail.arrive({ from: requester(), headers: [`${field}: Support <${address}>`] })
    expect(ended).toMatchObject({ state: 'APPENDED', ticketId })
  })

  test('joins a ticket long asleep, whatever the subject', async () => {
    const { id, ticketId } = await ticket()
    const address = await addressFor(ticketId)
    mail.desk.moveClock(120 * 86_400_000)
    const other = { from: requester(), subject: 'Holiday plans' }
    expect(await mail.arrive({ ...other, inReplyTo: id })).toMatchObject({ reason: 'RELATED' })
    expect(await arriveAt(address, other)).toMatchObject({ state: 'APPENDED', ticketId })
  })

  test('opens a follow-up where the ticket is closed', async () => {
    const { ticketId } = await ticket()
    const address = await addressFor(ticketId)
    await write(mail.desk.db, scope(), (tx) =>
      tx.rows(
        sql`UPDATE app.ticket SET status = 'CLOSED' WHERE tenant_id = ${tx.tenantId} AND id = ${ticketId}`,
      ),
    )
    const ended = await arriveAt(address, { from: requester() })
    expect(ended).toMatchObject({ state: 'TICKET_CREATED', reason: 'FOLLOW_UP' })
  })
})

describe('who writes to a reply token', () => {
  test('the participant whom it was given to is appended, as unverified', async () => {
    const { ticketId } = await ticket()
    const { stranger } = mail.cast
    const ended = await arriveAt(await addressFor(ticketId, stranger.id), { from: stranger.email })
    expect(ended).toMatchObject({ state: 'APPENDED', ticketId })
    const { body } = await mail.get(`/tickets/${ticketId}/messages`)
    expect(body.items.at(-1)).toMatchObject({ author: { id: stranger.id, kind: 'REQUESTER' } })
  })

  test('somebody else is held: a token proves knowledge, not who writes', async () => {
    const { ticketId } = await ticket()
    const address = await addressFor(ticketId)
    const held = { state: 'HELD', reason: 'UNKNOWN_SENDER', ticketId }
    expect(await arriveAt(address, { from: 'eve@elsewhere.example' })).toMatchObject(held)
    expect(await arriveAt(address, { from: mail.cast.stranger.email })).toMatchObject(held)
  })

  test("an agent is held with a security notice, also by the agent's own token", async () => {
    const { ticketId } = await ticket()
    const { agent } = mail.cast
    const ended = await arriveAt(await addressFor(ticketId, agent.id), { from: agent.email })
    expect(ended).toMatchObject({ state: 'HELD', reason: 'AGENT_UNVERIFIED', ticketId })
    const notices = await read(mail.desk.db, scope(), (tx) =>
      tx.rows(sql`SELECT 1 FROM app.event WHERE tenant_id = ${tx.tenantId} AND type = 'admin.security_notice'
        AND refs ->> 'ticketId' = ${ticketId}`),
    )
    expect(notices).toHaveLength(1)
  })

  test('a machine is appended as one, and wakes nobody', async () => {
    const { ticketId } = await ticket()
    const headers = ['Auto-Submitted: auto-replied']
    const ended = await arriveAt(await addressFor(ticketId), { from: requester(), headers })
    expect(ended).toMatchObject({ state: 'APPENDED', reason: 'AUTO', ticketId })
  })
})

describe('a token that proves nothing is passed over, and the mail says so', () => {
  const passedOver = 'Reply tokens passed over as forged or revoked: 1.'

  test('a forged one', async () => {
    const { id, ticketId } = await ticket()
    const [local = '', domain] = (await addressFor(ticketId)).split('@')
    const forged = `${local.slice(0, -2)}${local.endsWith('00') ? '10' : '00'}@${domain}`
    const ended = await arriveAt(forged, { from: requester() })
    expect(ended).toMatchObject({ state: 'TICKET_CREATED', detail: passedOver })
    const threaded = await arriveAt(forged, { from: requester(), inReplyTo: id })
    expect(threaded).toMatchObject({ state: 'APPENDED', ticketId, detail: passedOver })
  })

  test('a revoked one', async () => {
    const { ticketId } = await ticket()
    const address = await addressFor(ticketId)
    await write(mail.desk.db, scope(), (tx) =>
      tx.rows(
        sql`UPDATE app.reply_token SET revoked_at = app.now() WHERE tenant_id = ${tx.tenantId} AND ticket_id = ${ticketId}`,
      ),
    )
    const ended = await arriveAt(address, { from: requester() })
    expect(ended).toMatchObject({ state: 'TICKET_CREATED', detail: passedOver })
  })

  test('one of another organisation', async () => {
    const { ticketId } = await ticket()
    const [local] = (await addressFor(ticketId)).split('@')
    const other = await otherTenant(mail.desk.db)
    const made = await mail.desk.request('POST', '/api/v1/mailboxes', {
      key: other.apiKey,
      body: { address: 'support@other.example', teamId: other.teamId },
    })
    expect(made.status).toBe(201)
    const answer = await mail.post(mailText({ from: requester() }), {
      key: other.apiKey,
      headers: { 'x-envelope-to': `${local}@other.example` },
    })
    await mail.desk.settle()
    const { body } = await mail.get(`/inbound/${answer.body.id}`, other.apiKey)
    expect(body).toMatchObject({ state: 'TICKET_CREATED', detail: passedOver })
    expect(body.ticketId).not.toBe(ticketId)
  })
})
