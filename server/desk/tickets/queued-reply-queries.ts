import type { QueuedReply } from '../../../contracts/tickets.ts'
import { sql, type TenantRead, type TenantTx } from '../../platform/db/index.ts'
import type { QueuedAs } from './queued-reply-store.ts'

/** A held reply with what its commands ask of its ticket. */
export type QueuedReplyRow = Omit<QueuedReply, 'author'> & {
  authorId: string
  authorName: string
  lastSeenSeq: number
  channel: 'API' | 'PORTAL'
  as: QueuedAs
  cause: Record<string, string>
  teamId: string
  requesterId: string
  ticketVersion: number
}

const COLUMNS = sql`q.id, q.ticket_id AS "ticketId", q.state, q.send_at AS "sendAt", q.scheduled, q.body, q.body_html AS "bodyHtml",
  q.status, q.author_id AS "authorId", a.name AS "authorName", q.reason, q.message_id AS "messageId", q.created_at AS "createdAt",
  q.last_seen_seq AS "lastSeenSeq", q.channel, q.actor AS "as", q.cause, t.team_id AS "teamId", t.requester_id AS "requesterId",
  t.version AS "ticketVersion"`
const FROM = sql`FROM app.queued_reply q JOIN app.ticket t ON t.tenant_id = q.tenant_id AND t.id = q.ticket_id
  JOIN app.person a ON a.tenant_id = q.tenant_id AND a.id = q.author_id`

/** A held reply under lock, and the time behind it: whoever gets the lock first decides what becomes of it. */
export async function lockQueuedReply(
  tx: TenantTx,
  id: string,
): Promise<{ queued: QueuedReplyRow; now: string } | undefined> {
  const [[queued], [clock]] = await Promise.all([
    tx.rows<QueuedReplyRow>(
      sql`SELECT ${COLUMNS} ${FROM} WHERE q.tenant_id = ${tx.tenantId} AND q.id = ${id} FOR NO KEY UPDATE OF q`,
    ),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  return queued === undefined || clock === undefined ? undefined : { queued, now: clock.now }
}

/** A held reply as it is. */
export async function findQueuedReply(tx: TenantRead, id: string): Promise<QueuedReplyRow | undefined> {
  const [row] = await tx.rows<QueuedReplyRow>(
    sql`SELECT ${COLUMNS} ${FROM} WHERE q.tenant_id = ${tx.tenantId} AND q.id = ${id}`,
  )
  return row
}

const LIST_MAX = 100

/** The replies of a ticket that wait or were blocked, the next to be sent first, at most 100. */
export function queuedRepliesOf(tx: TenantRead, ticketId: string): Promise<QueuedReplyRow[]> {
  return tx.rows<QueuedReplyRow>(sql`SELECT ${COLUMNS} ${FROM} WHERE q.tenant_id = ${tx.tenantId} AND q.ticket_id = ${ticketId}
    AND q.state IN ('QUEUED', 'BLOCKED') ORDER BY q.send_at, q.id LIMIT ${LIST_MAX}`)
}

/** Replies that should have been sent `graceSeconds` ago and still wait: what the sweep adds again. */
export function overdueReplies(
  tx: TenantRead,
  graceSeconds: number,
  limit: number,
): Promise<{ queuedReplyId: string; sendAt: string }[]> {
  return tx.rows(sql`SELECT id AS "queuedReplyId", send_at AS "sendAt" FROM app.queued_reply WHERE tenant_id = ${tx.tenantId}
    AND state = 'QUEUED' AND send_at < app.now() - make_interval(secs => ${graceSeconds}) ORDER BY send_at LIMIT ${limit}`)
}

/** A held reply as the API shows it. */
export function presentQueuedReply(row: QueuedReplyRow): QueuedReply {
  const { id, ticketId, state, sendAt, scheduled, body, bodyHtml, status, reason, messageId, createdAt } = row
  const author = { id: row.authorId, name: row.authorName }
  return {
    id,
    ticketId,
    state,
    sendAt,
    scheduled,
    body,
    bodyHtml,
    status,
    author,
    reason,
    messageId,
    createdAt,
  }
}
