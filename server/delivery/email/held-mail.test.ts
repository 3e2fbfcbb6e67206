import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type MailDesk,
  mailText,
  mailWithFile,
  newMessageId,
  startMailDesk,
} from '../../../test/mail/mail-desk.ts'
import { read, sql, write } from '../../platform/db/index.ts'

let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

const list = async (path: string, key?: string) => (await mail.get(path, key)).body.items
const scope = () => ({ tenantId: mail.owner.tenantId, actorId: null })

/** A ticket by mail, and the Message-ID to answer. */
async function ticket(from = mail.cast.requester.email) {
  const id = newMessageId()
  const ended = await mail.arrive({ id, from })
  return { id, ticketId: ended.ticketId as string }
}

/** A mail that somebody unknown sent into a ticket's thread. */
async function heldMail(from = 'eve@elsewhere.example') {
  const { id, ticketId } = await ticket()
  const held = await mail.arrive(
    mailWithFile(
      { inReplyTo: id, from, body: 'Let me in' },
      { name: 'a.txt', type: 'text/plain', content: 'x' },
    ),
  )
  expect(held).toMatchObject({ state: 'HELD', ticketId })
  return { held, ticketId, answered: id }
}

describe('who answers a ticket by mail', () => {
  test('somebody unknown is held: no message, no change, a fact for agents only', async () => {
    const { held, ticketId } = await heldMail()
    expect(held).toMatchObject({ reason: 'UNKNOWN_SENDER', sender: 'eve@elsewhere.example' })
    expect(held).not.toHaveProperty('messageId')
    expect(await list(`/tickets/${ticketId}/messages`)).toHaveLength(1)
    expect((await mail.get(`/tickets/${ticketId}`)).body).toMatchObject({
      version: 1,
      requesterReplied: false,
    })
    const fact = {
      type: 'message.held',
      visibility: 'INTERNAL',
      refs: { inboundId: held.id, reason: 'UNKNOWN_SENDER' },
    }
    expect((await list(`/tickets/${ticketId}/events`)).at(-1)).toMatchObject(fact)
    const seen = await list(`/tickets/${ticketId}/events`, mail.cast.requester.key)
    expect(seen.map((event: { type: string }) => event.type)).not.toContain('message.held')
  })

  test('somebody known who has no part in the ticket is held', async () => {
    const { id } = await ticket()
    expect(await mail.arrive({ inReplyTo: id, from: mail.cast.stranger.email })).toMatchObject({
      state: 'HELD',
      reason: 'UNKNOWN_SENDER',
    })
  })

  test.each(['agent', 'otherAgent'] as const)(
    'an address of an agent (%s) is held, with a security notice',
    async (who) => {
      const { id, ticketId } = await ticket()
      const held = await mail.arrive({ inReplyTo: id, from: mail.cast[who].email })
      expect(held).toMatchObject({ state: 'HELD', reason: 'AGENT_UNVERIFIED' })
      const notices = await read(mail.desk.db, scope(), (tx) =>
        tx.rows(sql`SELECT refs FROM app.event WHERE tenant_id = ${tx.tenantId} AND type = 'admin.security_notice'
        AND refs ->> 'inboundId' = ${held.id}`),
      )
      expect(notices).toMatchObject([{ refs: { ticketId, personId: mail.cast[who].id } }])
    },
  )

  test('in a strict tenant the requester is held too', async () => {
    const { id } = await ticket()
    const setStrict = (on: boolean) =>
      write(mail.desk.db, scope(), async (tx) =>
        tx.defer(
          sql`UPDATE app.tenant_setting SET strict_mail_auth = ${on} WHERE tenant_id = ${tx.tenantId}`,
        ),
      )
    await setStrict(true)
    const held = await mail.arrive({ inReplyTo: id, from: mail.cast.requester.email })
    await setStrict(false)
    expect(held).toMatchObject({ state: 'HELD', reason: 'AUTH_MISSING' })
  })

  test('a mail that answers a held one leads to the same ticket', async () => {
    const { id, ticketId } = await ticket()
    const heldId = newMessageId()
    await mail.arrive({ id: heldId, inReplyTo: id, from: 'eve@elsewhere.example' })
    const answer = await mail.arrive({ inReplyTo: heldId, from: mail.cast.requester.email })
    expect(answer).toMatchObject({ state: 'APPENDED', ticketId })
  })
})

describe('release', () => {
  test('adds the mail with its files, and its sender as a participant from there on', async () => {
    const { held, ticketId, answered } = await heldMail()
    const answer = await mail.command(`${held.id}/release`, { key: mail.cast.agent.key })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ state: 'APPENDED', reason: 'RELEASED', ticketId })
    expect(await mail.inbound(held.id)).toEqual({ ...answer.body, attempts: 1 })
    const messages = await list(`/tickets/${ticketId}/messages`)
    expect(messages.at(-1)).toMatchObject({
      id: answer.body.messageId,
      body: 'Let me in',
      unverified: true,
      author: { kind: 'REQUESTER', name: 'eve' },
      attachments: [{ filename: 'a.txt' }],
    })
    const released = (await list(`/tickets/${ticketId}/events`)).find(
      (event: { type: string }) => event.type === 'message.released',
    )
    expect(released).toMatchObject({
      visibility: 'INTERNAL',
      actor: { type: 'key', onBehalfOf: mail.cast.agent.id },
    })
    const more = await mail.arrive({ inReplyTo: answered, from: 'eve@elsewhere.example' })
    expect(more).toMatchObject({ state: 'APPENDED', ticketId })
  })

  test('of an agent’s own mail is that agent’s answer', async () => {
    const { held, ticketId } = await heldMail(mail.cast.agent.email)
    await mail.command(`${held.id}/release`, { key: mail.cast.lead.key })
    expect((await list(`/tickets/${ticketId}/messages`)).at(-1)).toMatchObject({
      author: { kind: 'AGENT', id: mail.cast.agent.id },
    })
  })

  test('again with the same Idempotency-Key is the same answer, without it a conflict', async () => {
    const { held, ticketId } = await heldMail()
    const headers = { 'idempotency-key': `release-${held.id}` }
    const first = await mail.command(`${held.id}/release`, { headers })
    const replay = await mail.command(`${held.id}/release`, { headers })
    expect(replay.status).toBe(200)
    expect(replay.text).toBe(first.text)
    const other = await mail.command(`${held.id}/release`)
    expect([other.status, other.body.code]).toEqual([409, 'already-decided'])
    expect(await list(`/tickets/${ticketId}/messages`)).toHaveLength(2)
  })

  test('at the same time as a rejection: one of them decides', async () => {
    const { held } = await heldMail()
    const answers = await Promise.all([mail.command(`${held.id}/release`), mail.command(`${held.id}/reject`)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
  })
})

describe('reject', () => {
  test('keeps the mail from the ticket for good', async () => {
    const { held, ticketId } = await heldMail()
    const answer = await mail.command(`${held.id}/reject`, { key: mail.cast.agent.key })
    expect(answer.body).toMatchObject({ state: 'SUSPENDED', reason: 'REJECTED' })
    expect(await list(`/tickets/${ticketId}/messages`)).toHaveLength(1)
    for (const command of ['release', 'reject', 'reprocess'])
      expect((await mail.command(`${held.id}/${command}`)).body.code).toBe('already-decided')
  })

  test('is a fact of its ticket that requesters do not see', async () => {
    const { held, ticketId } = await heldMail()
    await mail.command(`${held.id}/reject`)
    const fact = {
      type: 'admin.inbound_decided',
      visibility: 'INTERNAL',
      refs: { reason: 'REJECTED', inboundId: held.id },
    }
    expect((await list(`/tickets/${ticketId}/events`)).at(-1)).toMatchObject(fact)
  })
})

describe('who decides', () => {
  test.each(['release', 'reject', 'reprocess'])(
    '%s: hidden is 404, below the role 403, not signed in 401',
    async (command) => {
      const { held } = await heldMail()
      const status = async (key: string) => (await mail.command(`${held.id}/${command}`, { key })).status
      expect(await status(mail.cast.otherAgent.key)).toBe(404)
      expect(await status(mail.cast.otherTenant.apiKey)).toBe(404)
      expect(await status(mail.cast.requester.key)).toBe(403)
      expect(await status('nonsense')).toBe(401)
      expect((await mail.inbound(held.id)).state).toBe('HELD')
    },
  )

  test('a held mail is not run again, a decided one neither, and only a lead runs one again', async () => {
    const { held, ticketId } = await heldMail()
    expect((await mail.command(`${held.id}/reprocess`)).body.code).toBe('conflict')
    const [first] = (await list('/inbound?state=TICKET_CREATED')).filter(
      (one: { ticketId: string }) => one.ticketId === ticketId,
    )
    expect((await mail.command(`${first.id}/reprocess`)).body.code).toBe('already-decided')
    expect((await mail.command(`${first.id}/release`)).body.code).toBe('conflict')
    const auto = await mail.arrive(mailText({ headers: ['Auto-Submitted: auto-replied'] }))
    expect((await mail.command(`${auto.id}/reprocess`, { key: mail.cast.agent.key })).body.code).toBe(
      'forbidden',
    )
    expect((await mail.command(`${auto.id}/reprocess`, { key: mail.cast.lead.key })).status).toBe(200)
  })
})
