import type { Actor } from '../../directory/people/index.ts'
import { type Sql, sql, type TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import { isId } from '../../platform/ids/index.ts'
import { isLeadOf, partOf } from './access.ts'
import { visibleTickets } from './access-sql.ts'
import { presentTicket, ticketHeaders } from './present-ticket.ts'
import { ticketFor } from './requester-view.ts'
import { laterOf, type TicketState } from './ticket.ts'
import { TICKET_COLUMNS, type TicketRow, ticketState } from './ticket-columns.ts'
import type { TransitionFacts } from './transition-decision.ts'

/** A ticket under lock with the facts that depend on the lock: read in a new statement, after it was taken. */
export type LockedTicket = { ticket: TicketState; facts: TransitionFacts & { assignOnReply: boolean } }

type FactsRow = { now: string; assignOnReply: boolean; fits: boolean | null }

/**
 * Locks a ticket that the actor may see (by uuid or key) and reads the time and the settings under the lock. Rejects
 * with `not-found` when it is hidden, foreign or absent, and with `version-mismatch` (412) when `ifMatch` is not its
 * version; the refusal shows the ticket as it is and which fields changed since.
 */
export async function lockTicket(
  tx: TenantTx,
  actor: Actor,
  idOrKey: string,
  ifMatch?: number,
): Promise<LockedTicket> {
  const locked = await lockWhere(tx, sql`${matches(idOrKey)} AND ${visibleTickets(actor)}`)
  if (locked === undefined) throw notFound('ticket')
  const { ticket, row } = locked
  if (ifMatch !== undefined && ifMatch !== ticket.version) {
    throw await versionMismatch(tx, ticketFor(actor, ticket), ifMatch)
  }
  const part = partOf(actor, ticket)
  return {
    ticket,
    facts: {
      ...factsOf(row, ticket),
      part,
      personId: actor.personId,
      mayReopenClosed: isLeadOf(actor, ticket.teamId),
    },
  }
}

/** Locks a ticket for the system (mail, timers), which sees all of its tenant; undefined when there is none. */
export async function lockTicketForSystem(tx: TenantTx, ticketId: string): Promise<LockedTicket | undefined> {
  const locked = await lockWhere(tx, sql`t.id = ${ticketId}`)
  if (locked === undefined) return undefined
  const { ticket, row } = locked
  return {
    ticket,
    facts: { ...factsOf(row, ticket), part: 'SYSTEM', personId: null, mayReopenClosed: false },
  }
}

/** A ticket named by its uuid or by its key. */
export function matches(idOrKey: string): Sql {
  return isId(idOrKey) ? sql`t.id = ${idOrKey}` : sql`t.key = ${idOrKey.toUpperCase()}`
}

async function lockWhere(
  tx: TenantTx,
  condition: Sql,
): Promise<{ ticket: TicketState; row: FactsRow } | undefined> {
  const [tickets, facts] = await Promise.all([
    tx.rows<TicketRow>(sql`SELECT ${TICKET_COLUMNS} FROM app.ticket t
      JOIN app.person r ON r.tenant_id = t.tenant_id AND r.id = t.requester_id
      WHERE t.tenant_id = ${tx.tenantId} AND ${condition} FOR NO KEY UPDATE OF t`),
    // Sent with the lock, run after it: its snapshot is the one that counts.
    tx.rows<FactsRow>(sql`SELECT app.now() AS now, s.assign_on_reply AS "assignOnReply",
      (SELECT p.active AND (p.role = 'OWNER' OR EXISTS (SELECT FROM app.team_member m
          WHERE m.tenant_id = t.tenant_id AND m.team_id = t.team_id AND m.person_id = p.id))
        FROM app.ticket t JOIN app.person p ON p.tenant_id = t.tenant_id AND p.id = t.assignee_id
        WHERE t.tenant_id = s.tenant_id AND ${condition}) AS fits
      FROM app.tenant_setting s WHERE s.tenant_id = ${tx.tenantId}`),
  ])
  const [row] = tickets
  const [fact] = facts
  return row === undefined || fact === undefined ? undefined : { ticket: ticketState(row), row: fact }
}

/** The clock of a ticket never goes back: a command is at least as late as the ticket's last change. */
function factsOf(row: FactsRow, ticket: TicketState) {
  const now = laterOf(row.now, ticket.updatedAt)
  return { now, assignOnReply: row.assignOnReply, assigneeFits: row.fits === true }
}

async function versionMismatch(tx: TenantTx, ticket: TicketState, ifMatch: number): Promise<Problem> {
  const rows = await tx.rows<{
    field: string
  }>(sql`SELECT DISTINCT c ->> 'field' AS field FROM app.event e, jsonb_array_elements(e.changes) AS c
    WHERE e.tenant_id = ${tx.tenantId} AND e.ticket_id = ${ticket.id} AND e.ticket_version > ${ifMatch} ORDER BY 1`)
  return new Problem(
    'version-mismatch',
    'Somebody changed the ticket since you read it; look at it and send the change again.',
    {
      headers: ticketHeaders(ticket),
      extra: { current: presentTicket(ticket), changed: rows.map((row) => row.field) },
    },
  )
}
