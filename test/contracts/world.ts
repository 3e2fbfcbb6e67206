import { sql, write } from '../../server/platform/db/index.ts'
import { type Cast, fileTicket } from '../harness/cast.ts'
import type { Desk, SetUp } from '../harness/index.ts'
import { type MailDesk, mailText, mailWithFile, newMessageId, startMailDesk } from '../mail/mail-desk.ts'

/** A desk with two tenants and a way to make what a route needs. Everything made belongs to the first tenant. */
export type World = {
  mail: MailDesk
  desk: Desk
  owner: SetUp
  cast: Cast
  /** Makes by POST and answers the body. */
  make(
    path: string,
    body: unknown,
  ): Promise<{ id: string; version: number; apiKey: string; [name: string]: unknown }>
  newTicket(): Promise<{ id: string; key: string; version: number }>
  newPerson(role?: string): Promise<{ id: string; version: number; email: string; password: string }>
  heldMail(): Promise<string>
  quarantinedMail(): Promise<string>
  attachment(): Promise<string>
  /** An address that no mail is sent to. */
  suppressedAddress(): Promise<string>
  /** The position of an event that the reader of timers could not take. */
  parkedEvent(): Promise<number>
  /** The position of a tenant's log. */
  lastSeq(tenantId?: string): Promise<number>
}

/** Starts it for a test file. */
export async function startWorld(): Promise<World> {
  const mail = await startMailDesk()
  const { desk, owner, cast } = mail
  let count = 0
  const make: World['make'] = async (path, body) => {
    const answer = await desk.request('POST', `/api/v1${path}`, { key: owner.apiKey, body })
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`)
    return answer.body
  }
  return {
    mail,
    desk,
    owner,
    cast,
    make,
    newTicket: () => fileTicket(desk, owner.apiKey, { requester: { email: 'rita@example.com' } }),
    async newPerson(role = 'AGENT') {
      count += 1
      const [email, password] = [`someone${count}@example.org`, `a long enough phrase ${count}`]
      const { id, version } = await make('/people', { name: 'Someone', email, role, password })
      return { id, version, email, password }
    },
    async heldMail() {
      const id = newMessageId()
      await mail.arrive(mailText({ id }))
      const held = await mail.arrive(mailText({ from: 'stranger@elsewhere.test', inReplyTo: id }))
      if (held.state !== 'HELD') throw new Error(`the mail is ${held.state}, not held`)
      return held.id
    },
    async quarantinedMail() {
      const mailed = await mail.arrive(mailText({ headers: [`X-Long: ${'x'.repeat(300 * 1024)}`] }))
      return mailed.id
    },
    async attachment() {
      const mailed = await mail.arrive(
        mailWithFile({}, { name: 'a.txt', type: 'text/plain', content: 'hello' }),
      )
      const { body } = await mail.get(`/tickets/${mailed.ticketId}/messages`)
      return body.items[0].attachments[0].id
    },
    async suppressedAddress() {
      count += 1
      const address = `gone${count}@example.com`
      await write(desk.db, { tenantId: owner.tenantId, actorId: null }, (tx) =>
        tx.rows(sql`INSERT INTO app.suppression (tenant_id, address_key, reason, since)
          VALUES (${tx.tenantId}, ${address}, 'HARD_BOUNCE', app.now())`),
      )
      return address
    },
    async parkedEvent() {
      await fileTicket(desk, owner.apiKey)
      const { result } = await write(desk.db, { tenantId: owner.tenantId, actorId: null }, (tx) =>
        tx.rows<{
          seq: number
        }>(sql`INSERT INTO app.reader_parked (tenant_id, reader, seq, attempts, error, parked_at)
          SELECT tenant_id, 'timers', last_seq, 5, 'no such ticket', app.now() FROM app.tenant_counter
          WHERE tenant_id = ${tx.tenantId} RETURNING seq::integer`),
      )
      return Number(result[0]?.seq)
    },
    async lastSeq(tenantId = owner.tenantId) {
      const { result } = await write(desk.db, { tenantId, actorId: null }, (tx) =>
        tx.rows<{ seq: number }>(
          sql`SELECT last_seq::integer AS seq FROM app.tenant_counter WHERE tenant_id = ${tx.tenantId}`,
        ),
      )
      return Number(result[0]?.seq)
    },
  }
}
