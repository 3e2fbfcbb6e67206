import type { Actor } from '../../directory/people/index.ts'
import { sql, type TenantRead } from '../../platform/db/index.ts'
import { notFound } from '../../platform/http/index.ts'
import { partOf } from './access.ts'
import { visibleTickets } from './access-sql.ts'
import { matches } from './lock-ticket.ts'
import type { TicketState } from './ticket.ts'
import { TICKET_COLUMNS, type TicketRow, ticketState } from './ticket-columns.ts'

/** What a reader of a ticket may see: staff all of it, others what is public, a participant only from `sinceSeq` on. */
export type TicketView = { ticket: TicketState; publicOnly: boolean; sinceSeq: number }

/** A ticket by uuid or key. Rejects with `not-found` when it is hidden, foreign or absent: the three are one answer. */
export async function readTicket(tx: TenantRead, actor: Actor, idOrKey: string): Promise<TicketView> {
  const view = await findTicket(tx, actor, idOrKey)
  if (view === undefined) throw notFound('ticket')
  return view
}

/** As readTicket, but undefined where there is nothing to see. */
export async function findTicket(
  tx: TenantRead,
  actor: Actor,
  idOrKey: string,
): Promise<TicketView | undefined> {
  const [row] = await tx.rows<TicketRow & { sinceSeq: number | null }>(sql`SELECT ${TICKET_COLUMNS},
      (SELECT since_seq FROM app.participant p WHERE p.tenant_id = t.tenant_id AND p.ticket_id = t.id AND p.person_id = ${actor.personId}) AS "sinceSeq"
    FROM app.ticket t JOIN app.person r ON r.tenant_id = t.tenant_id AND r.id = t.requester_id
    WHERE t.tenant_id = ${tx.tenantId} AND ${matches(idOrKey)} AND ${visibleTickets(actor)}`)
  if (row === undefined) return undefined
  const { sinceSeq, ...columns } = row
  const ticket = ticketState(columns)
  const publicOnly = partOf(actor, ticket) !== 'STAFF'
  return {
    ticket,
    publicOnly,
    sinceSeq: publicOnly && ticket.requester.id !== actor.personId ? (sinceSeq ?? 0) : 0,
  }
}
