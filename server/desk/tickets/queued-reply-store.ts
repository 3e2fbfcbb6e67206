import type { Status } from '../../../contracts/tickets.ts'
import { json, sql, type TenantTx } from '../../platform/db/index.ts'
import type { Content } from './content.ts'

/** In whose name a held reply is sent: how the author came in when it was queued. */
export type QueuedAs = { keyId: string | null; principalId: string; byCookie: boolean }

/** A new row. `lastSeenSeq` is the newest public message when it was queued. */
export type NewQueuedReply = {
  id: string
  ticketId: string
  authorId: string
  content: Content
  status: Status | null
  lastSeenSeq: number
  forced: boolean
  scheduled: boolean
  channel: 'API' | 'PORTAL'
  as: QueuedAs
  cause: Record<string, string>
  sendAt: string
  now: string
}

/** Writes a reply that is held back. */
export function insertQueuedReply(tx: TenantTx, row: NewQueuedReply): void {
  tx.defer(sql`INSERT INTO app.queued_reply (tenant_id, id, ticket_id, author_id, body, body_html, status, last_seen_seq, forced,
      scheduled, channel, actor, cause, send_at, state, created_at)
    VALUES (${tx.tenantId}, ${row.id}, ${row.ticketId}, ${row.authorId}, ${row.content.body}, ${row.content.bodyHtml}, ${row.status},
      ${row.lastSeenSeq}, ${row.forced}, ${row.scheduled}, ${row.channel}, ${json(row.as)}, ${json(row.cause)}, ${row.sendAt},
      'QUEUED', ${row.now})`)
}

/** Writes what became of it. The caller holds its lock. */
export function decideQueuedReply(
  tx: TenantTx,
  id: string,
  decided: {
    state: 'SENT' | 'TAKEN_BACK' | 'BLOCKED'
    now: string
    messageId?: string | undefined
    reason?: string | undefined
  },
): void {
  tx.defer(sql`UPDATE app.queued_reply SET state = ${decided.state}, decided_at = ${decided.now}, message_id = ${decided.messageId ?? null},
    reason = ${decided.reason ?? null} WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}
