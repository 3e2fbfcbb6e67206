import type { Channel } from '../../../../contracts/tickets.ts'
import { json, sql, type TenantRead } from '../../../platform/db/index.ts'

/** A message that may be mailed, with what the mail needs of its ticket. */
export type MailableMessage = {
  id: string
  seq: number
  authorId: string
  authorKind: 'REQUESTER' | 'AGENT' | 'SYSTEM'
  visibility: 'PUBLIC' | 'INTERNAL'
  auto: boolean
  /** Why nothing automatic follows it, if so. */
  quiet: string | null
  ticketId: string
  ticketKey: string
  /** With which the ticket was filed. */
  firstSubject: string
  channel: Channel
  teamId: string
  teamName: string
  organisationName: string
  requesterId: string
}

/** The messages with these ids, and the first ones of these tickets. */
export async function mailableMessages(
  tx: TenantRead,
  messageIds: readonly string[],
  newTicketIds: readonly string[],
): Promise<MailableMessage[]> {
  return tx.rows<MailableMessage>(sql`SELECT m.id, m.seq, m.author_id AS "authorId", m.author_kind AS "authorKind", m.visibility, m.auto,
      nullif(e.refs ->> 'quiet', '') AS quiet, t.id AS "ticketId", t.key AS "ticketKey", ${FIRST_SUBJECT} AS "firstSubject", t.channel,
      t.team_id AS "teamId", g.name AS "teamName", o.name AS "organisationName", t.requester_id AS "requesterId"
    FROM (SELECT id FROM app.message WHERE tenant_id = ${tx.tenantId} AND id = ANY(${messageIds}::uuid[])
      UNION SELECT first.id FROM unnest(${newTicketIds}::uuid[]) AS n(ticket_id) CROSS JOIN LATERAL (SELECT x.id FROM app.message x
        WHERE x.tenant_id = ${tx.tenantId} AND x.ticket_id = n.ticket_id ORDER BY x.seq LIMIT 1) AS first) AS wanted
    JOIN app.message m ON m.tenant_id = ${tx.tenantId} AND m.id = wanted.id
    JOIN app.ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id
    JOIN app.team g ON g.tenant_id = t.tenant_id AND g.id = t.team_id
    JOIN app.tenant o ON o.id = m.tenant_id
    LEFT JOIN app.event e ON e.tenant_id = m.tenant_id AND e.seq = m.seq
    ORDER BY m.seq`)
}

/** What the first renaming of a ticket, on `app.ticket t`, named as the subject before; its subject, if it was never renamed. */
const FIRST_SUBJECT = sql`coalesce((SELECT c ->> 'from' FROM app.event e CROSS JOIN LATERAL jsonb_array_elements(e.changes) AS c
  WHERE e.tenant_id = t.tenant_id AND e.ticket_id = t.id AND e.type = 'ticket.updated' AND c ->> 'field' = 'subject'
  ORDER BY e.seq LIMIT 1), t.subject)`

/** Who takes part in these tickets, and from which position on. */
export async function participantsOf(
  tx: TenantRead,
  ticketIds: readonly string[],
): Promise<{ ticketId: string; personId: string; sinceSeq: number }[]> {
  return tx.rows(sql`SELECT ticket_id AS "ticketId", person_id AS "personId", since_seq AS "sinceSeq" FROM app.participant
    WHERE tenant_id = ${tx.tenantId} AND ticket_id = ANY(${ticketIds}::uuid[]) ORDER BY ticket_id, since_seq, person_id`)
}

/** Which mails these facts have made already: `seq person kind`. */
export async function madeBefore(tx: TenantRead, eventSeqs: readonly number[]): Promise<Set<string>> {
  const rows = await tx.rows<{ seq: number; personId: string; kind: string }>(
    sql`SELECT event_seq AS seq, person_id AS "personId", kind FROM app.delivery
      WHERE tenant_id = ${tx.tenantId} AND event_seq = ANY(${eventSeqs}::bigint[])`,
  )
  return new Set(rows.map((row) => `${row.seq} ${row.personId} ${row.kind}`))
}

/** The owners of API keys, by key. */
export async function keyOwners(tx: TenantRead, keyIds: readonly string[]): Promise<Map<string, string>> {
  if (keyIds.length === 0) return new Map()
  const rows = await tx.rows<{ id: string; personId: string }>(
    sql`SELECT id, person_id AS "personId" FROM app.api_key WHERE tenant_id = ${tx.tenantId} AND id = ANY(${keyIds}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.personId]))
}

/** A conversation with one person on one ticket, up to and with a position. */
export type Conversation = { ticketId: string; personId: string; upToSeq: number }

/**
 * The Message-IDs of mails exchanged in each conversation, oldest first, in the order asked: the first and the last 20.
 * Acknowledgements count where there is nothing else. Mails that carried notes there are none.
 */
export async function exchangedIds(
  tx: TenantRead,
  conversations: readonly Conversation[],
): Promise<string[][]> {
  if (conversations.length === 0) return []
  const rows = conversations.map(({ ticketId, personId, upToSeq }, ord) => ({
    ord,
    ticket_id: ticketId,
    person_id: personId,
    up_to: upToSeq,
  }))
  const found = await tx.rows<{
    ord: number
    header: string
    isAck: boolean
  }>(sql`WITH c AS (SELECT * FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(ord integer, ticket_id uuid, person_id uuid, up_to bigint))
    SELECT DISTINCT ON (c.ord, x.seq, x.header) c.ord, x.header, x.kind = 'ACKNOWLEDGEMENT' AS "isAck"
    FROM c CROSS JOIN LATERAL (
      (SELECT h.header, h.kind, m.seq FROM app.mail_thread h JOIN app.message m ON m.tenant_id = h.tenant_id AND m.id = h.message_id
        WHERE h.tenant_id = ${tx.tenantId} AND h.ticket_id = c.ticket_id AND h.person_id = c.person_id AND h.header IS NOT NULL
          AND m.visibility = 'PUBLIC' AND m.seq <= c.up_to ORDER BY m.seq LIMIT 1)
      UNION ALL
      (SELECT h.header, h.kind, m.seq FROM app.mail_thread h JOIN app.message m ON m.tenant_id = h.tenant_id AND m.id = h.message_id
        WHERE h.tenant_id = ${tx.tenantId} AND h.ticket_id = c.ticket_id AND h.person_id = c.person_id AND h.header IS NOT NULL
          AND m.visibility = 'PUBLIC' AND m.seq <= c.up_to ORDER BY m.seq DESC LIMIT 20)) AS x
    ORDER BY c.ord, x.seq, x.header`)
  return conversations.map((_, ord) => {
    const mails = found.filter((row) => row.ord === ord)
    const messages = mails.filter((row) => !row.isAck)
    return (messages.length > 0 ? messages : mails).map((row) => row.header)
  })
}
