import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Mail,
  type MailDesk,
  mailText,
  mailWithFile,
  newMessageId,
  startMailDesk,
} from '../../../test/mail/mail-desk.ts'
import { read, sql } from '../../platform/db/index.ts'

let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

const scope = () => ({ tenantId: mail.owner.tenantId, actorId: null })
const rows = <Row>(statement: (tenantId: string) => ReturnType<typeof sql>) =>
  read(mail.desk.db, scope(), (tx) => tx.rows<Row>(statement(tx.tenantId)))

/** The `quiet` of the facts that a mail left, by type. */
async function quietOf(written: Mail, query = '') {
  const { id } = await mail.arrive({ from: `${newMessageId()}`, ...written }, query)
  const facts = await rows<{ type: string; quiet: string | null }>(
    (tenantId) => sql`SELECT type, refs ->> 'quiet' AS quiet FROM app.event WHERE tenant_id = ${tenantId}
      AND refs ->> 'inboundId' = ${id} AND type IN ('ticket.created', 'message.added') ORDER BY seq`,
  )
  return Object.fromEntries(facts.map(({ type, quiet }) => [type, quiet]))
}

describe('the facts of a mail say that it is met with silence', () => {
  test.each<[string, string[], string | null]>([
    ['a person', [], null],
    ['a list', ['List-Id: <cooks.example>'], 'BULK'],
    ['a mailing', ['Precedence: bulk'], 'BULK'],
    ['somebody who asks for it', ['X-Auto-Response-Suppress: All'], 'SUPPRESS'],
    ['somebody who asks for less', ['X-Auto-Response-Suppress: DR'], null],
  ])('%s', async (_name, headers, quiet) => {
    expect(await quietOf({ headers })).toEqual({ 'ticket.created': quiet, 'message.added': quiet })
  })

  test('mail in bulk, however it looks', async () => {
    expect(await quietOf({}, '?bulk=true')).toEqual({ 'ticket.created': 'EXEMPT', 'message.added': 'EXEMPT' })
  })

  test('a machine whose mail joins a ticket', async () => {
    const id = newMessageId()
    const from = mail.cast.requester.email
    await mail.arrive({ id, from })
    const headers = ['Auto-Submitted: auto-replied']
    expect(await quietOf({ from, inReplyTo: id, headers })).toEqual({ 'message.added': 'AUTO' })
  })
})

describe('what a received mail leaves', () => {
  test('its Message-ID as it was written and who sent it, at the place of its message', async () => {
    const id = `Mixed.Case-${newMessageId().replace('example.com', 'Example.COM')}`
    const { messageId } = await mail.arrive({ id, from: mail.cast.requester.email })
    const threads = await rows(
      (tenantId) => sql`SELECT h.header, h.person_id AS "personId", h.kind, h.seq = m.seq AS placed
      FROM app.mail_thread h JOIN app.message m ON m.tenant_id = h.tenant_id AND m.id = h.message_id
      WHERE h.tenant_id = ${tenantId} AND h.message_id = ${messageId} AND h.kind = 'MESSAGE'`,
    )
    expect(threads).toEqual([
      { header: `<${id}>`, personId: mail.cast.requester.id, kind: 'MESSAGE', placed: true },
    ])
  })

  test.each(['<a b@example.com>', '<no-domain>', `<${'x'.repeat(950)}@example.com>`, '<\u00e4@example.com>'])(
    'no header to quote for the id %s',
    async (id) => {
      const { messageId } = await mail.arrive(mailText({}).replace(/Message-ID: .*/, `Message-ID: ${id}`))
      const threads = await rows<{ header: string | null }>(
        (tenantId) => sql`SELECT header FROM app.mail_thread
        WHERE tenant_id = ${tenantId} AND message_id = ${messageId} AND kind = 'MESSAGE'`,
      )
      expect(threads.map(({ header }) => header)).toEqual([null])
    },
  )

  test('the position of the last of its facts on the ticket, files and all', async () => {
    const file = { name: 'a.txt', type: 'text/plain', content: 'x' }
    const id = newMessageId()
    const from = mail.cast.requester.email
    const { ticketId } = await mail.arrive(mailWithFile({ id, from }, file))
    const atEnd = async () =>
      rows(
        (
          tenantId,
        ) => sql`SELECT t.seq = max(e.seq) AS "atEnd" FROM app.ticket t JOIN app.event e ON e.tenant_id = t.tenant_id
        AND e.ticket_id = t.id AND e.type NOT LIKE 'delivery.%' WHERE t.tenant_id = ${tenantId} AND t.id = ${ticketId} GROUP BY t.seq`,
      )
    expect(await atEnd()).toEqual([{ atEnd: true }])
    await mail.arrive(mailWithFile({ inReplyTo: id, from }, file))
    expect(await atEnd()).toEqual([{ atEnd: true }])
    const held = await mail.arrive(mailWithFile({ inReplyTo: id, from: 'eve@elsewhere.example' }, file))
    await mail.command(`${held.id}/release`)
    expect(await atEnd()).toEqual([{ atEnd: true }])
  })
})
