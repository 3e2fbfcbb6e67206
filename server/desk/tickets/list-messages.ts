import type { Message } from '../../../contracts/tickets.ts'
import { type Sql, sql, type TenantRead } from '../../platform/db/index.ts'
import type { LogRange } from '../../platform/log/index.ts'
import { attachmentsOf, presentAttachment } from '../attachments/index.ts'
import type { TicketView } from './read-ticket.ts'

export type MessageRow = {
  id: string
  ticketId: string
  seq: number
  authorId: string
  authorName: string
  authorKind: 'REQUESTER' | 'AGENT' | 'SYSTEM'
  visibility: 'PUBLIC' | 'INTERNAL'
  channel: string
  body: string
  bodyHtml: string
  auto: boolean
  unverified: boolean
  createdAt: string
}

/** Messages of a ticket within a range, in its order, at most `limit`; those that the view hides are not read. */
export async function listMessages(
  tx: TenantRead,
  view: TicketView,
  { after, before, newestFirst = false }: LogRange,
  limit: number,
): Promise<Message[]> {
  const until = before === undefined ? sql`` : sql`AND m.seq < ${before}`
  const order = newestFirst ? sql`ORDER BY m.seq DESC` : sql`ORDER BY m.seq`
  const rows =
    await tx.rows<MessageRow>(sql`${SELECT} WHERE m.tenant_id = ${tx.tenantId} AND m.ticket_id = ${view.ticket.id}
    AND m.seq > ${after} ${until} ${visibleTo(view)} ${order} LIMIT ${limit}`)
  return present(tx, rows)
}

/** How many messages of a ticket the view shows. */
export async function countMessages(tx: TenantRead, view: TicketView): Promise<number> {
  const rows = await tx.rows<{ total: number }>(sql`SELECT count(*)::int AS total FROM app.message m
    WHERE m.tenant_id = ${tx.tenantId} AND m.ticket_id = ${view.ticket.id} ${visibleTo(view)}`)
  return rows[0]?.total ?? 0
}

/** Whether the view shows this message: the same rule as reading it. */
export async function showsMessage(tx: TenantRead, view: TicketView, messageId: string): Promise<boolean> {
  const rows =
    await tx.rows(sql`SELECT FROM app.message m WHERE m.tenant_id = ${tx.tenantId} AND m.ticket_id = ${view.ticket.id}
    AND m.id = ${messageId} ${visibleTo(view)}`)
  return rows.length > 0
}

/** One message of a ticket, or undefined where the view hides it. */
export async function readMessage(
  tx: TenantRead,
  view: TicketView,
  messageId: string,
): Promise<Message | undefined> {
  const rows =
    await tx.rows<MessageRow>(sql`${SELECT} WHERE m.tenant_id = ${tx.tenantId} AND m.ticket_id = ${view.ticket.id}
    AND m.id = ${messageId} ${visibleTo(view)}`)
  return (await present(tx, rows))[0]
}

const SELECT = sql`SELECT m.id, m.ticket_id AS "ticketId", m.seq, m.author_id AS "authorId", p.name AS "authorName", m.author_kind AS "authorKind",
  m.visibility, m.channel, m.body, m.body_html AS "bodyHtml", m.auto, m.unverified, m.created_at AS "createdAt"
  FROM app.message m JOIN app.person p ON p.tenant_id = m.tenant_id AND p.id = m.author_id`

async function present(tx: TenantRead, rows: MessageRow[]): Promise<Message[]> {
  const files = await attachmentsOf(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map(({ authorId, authorName, authorKind, ...row }) => ({
    ...row,
    author: { id: authorId, name: authorName, kind: authorKind },
    attachments: (files.get(row.id) ?? []).map(presentAttachment),
  }))
}

/** Staff see notes too; others what is public, a participant from the message on with which the part began. */
function visibleTo(view: TicketView): Sql {
  return view.publicOnly ? sql`AND m.visibility = 'PUBLIC' AND m.seq >= ${view.sinceSeq}` : sql``
}
