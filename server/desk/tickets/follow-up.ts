import type { Channel } from '../../../contracts/tickets.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { append } from '../../platform/log/index.ts'
import type { Content } from './content.ts'
import { type FiledTicket, fileTicket } from './file-ticket.ts'
import type { Teller } from './tell.ts'
import type { TicketState } from './ticket.ts'

/** A message that came for a closed ticket. */
export type FollowUp = {
  requester: { id: string; name: string; email: string }
  channel: Channel
  content: Content
  now: string
  auto?: boolean
  unverified?: boolean
  refs?: Record<string, unknown>
}

/** Opens a new ticket that follows a closed one: same team, subject and priority, no assignee; both tell the link. */
export async function followUp(
  tx: TenantTx,
  teller: Teller,
  closed: TicketState,
  input: FollowUp,
): Promise<FiledTicket> {
  const [row] = await tx.rows<{
    number: number
    prefix: string
  }>(sql`SELECT app.next_ticket_number() AS number, prefix FROM app.team
    WHERE tenant_id = ${tx.tenantId} AND id = ${closed.teamId}`)
  if (row === undefined) throw new Error('a ticket without a team')
  const { subject, priority, teamId } = closed
  const filed = fileTicket(tx, teller, {
    ...input,
    subject,
    priority,
    number: row.number,
    team: { id: teamId, prefix: row.prefix },
    followUpOf: closed.id,
  })
  for (const [ticketId, other, version] of [
    [closed.id, filed.ticket.id, closed.version],
    [filed.ticket.id, closed.id, 1],
  ] as const) {
    append(tx, {
      type: 'ticket.linked',
      ticketId,
      ticketVersion: version,
      visibility: 'PUBLIC',
      actor: teller.actor,
      at: input.now,
      cause: teller.cause,
      refs: { kind: 'FOLLOW_UP', ticketId: other },
    })
  }
  return filed
}
