import { sql, type TenantRead } from '../../platform/db/index.ts'
import type { StoredEvent } from '../../platform/log/index.ts'

/** Whose a ticket is now. `participants`: person to the position from which on they see it. */
export type TicketFacts = {
  teamId: string
  requesterId: string
  assigneeId: string | null
  participants: Readonly<Record<string, number>>
}

/** An event of the log with its ticket as it is now; null when it is of none. */
export type StreamedEvent = StoredEvent & { ticket: TicketFacts | null }

/**
 * Events after a position with the facts that decide who may see them, in order: one statement, so that both are of
 * one moment.
 */
export function readStreamed(tx: TenantRead, after: number, limit: number): Promise<StreamedEvent[]> {
  return tx.rows<StreamedEvent>(sql`SELECT e.seq, e.id, e.type, e.ticket_id AS "ticketId", e.ticket_version AS "ticketVersion",
      e.visibility, e.actor, e.at, e.changes, e.cause, e.refs, CASE WHEN t.id IS NULL THEN NULL ELSE jsonb_build_object(
        'teamId', t.team_id, 'requesterId', t.requester_id, 'assigneeId', t.assignee_id, 'participants',
        coalesce((SELECT jsonb_object_agg(p.person_id, p.since_seq) FROM app.participant p
          WHERE p.tenant_id = t.tenant_id AND p.ticket_id = t.id), '{}')) END AS ticket
    FROM app.event e LEFT JOIN app.ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id
    WHERE e.tenant_id = ${tx.tenantId} AND e.seq > ${after} ORDER BY e.seq LIMIT ${limit}`)
}

/** Where the log ends, and since which restore its positions count. */
export async function readPosition(tx: TenantRead): Promise<{ lastSeq: number; epoch: number }> {
  const [row] = await tx.rows<{ lastSeq: number; epoch: number }>(sql`SELECT c.last_seq AS "lastSeq", t.epoch
    FROM app.tenant_counter c JOIN app.tenant t ON t.id = c.tenant_id WHERE c.tenant_id = ${tx.tenantId}`)
  if (row === undefined) throw new Error('the tenant has no counter')
  return row
}

/** Whether the first event after a position is older than so many days. */
export async function isOlderThan(tx: TenantRead, after: number, days: number): Promise<boolean> {
  const [row] = await tx.rows<{
    old: boolean
  }>(sql`SELECT at < app.now() - make_interval(days => ${days}::integer) AS old
    FROM app.event WHERE tenant_id = ${tx.tenantId} AND seq = ${after + 1}`)
  return row?.old === true
}

/** A ticket with its facts, by uuid and by key: `asked` is in either form. */
export type FoundTicket = TicketFacts & { id: string; key: string }

/** The tickets with these ids or keys; what is not there is left out. */
export function readTickets(
  tx: TenantRead,
  ids: readonly string[],
  keys: readonly string[] = [],
): Promise<FoundTicket[]> {
  return tx.rows<FoundTicket>(sql`SELECT t.id, t.key, t.team_id AS "teamId", t.requester_id AS "requesterId",
      t.assignee_id AS "assigneeId", coalesce((SELECT jsonb_object_agg(p.person_id, p.since_seq) FROM app.participant p
        WHERE p.tenant_id = t.tenant_id AND p.ticket_id = t.id), '{}') AS participants
    FROM app.ticket t WHERE t.tenant_id = ${tx.tenantId} AND (t.id = ANY(${[...ids]}::uuid[]) OR t.key = ANY(${[...keys]}::text[]))`)
}
