import { sql, type TenantRead } from '../../../platform/db/index.ts'

/** A mailbox as far as mail leaves from it. */
export type SendingMailbox = { id: string; address: string; teamId: string; isDefault: boolean }

/**
 * From which mailbox mails of a ticket leave: the one that its first mail came to, else one of its team's (the
 * default, or the oldest), else the default. Undefined for a tenant without mailboxes.
 */
export function mailboxOfTicket(
  ticket: { id: string; teamId: string },
  mailboxes: readonly SendingMailbox[],
  firstMailboxes: ReadonlyMap<string, string>,
): SendingMailbox | undefined {
  const first = firstMailboxes.get(ticket.id)
  // The default before older ones: the mailbox that each new desk is made with is not one that mail can leave from.
  const inOrder = mailboxes.toSorted(
    (a, b) => Number(b.isDefault) - Number(a.isDefault) || (a.id < b.id ? -1 : 1),
  )
  return (
    inOrder.find((one) => one.id === first) ??
    inOrder.find((one) => one.teamId === ticket.teamId) ??
    inOrder.find((one) => one.isDefault)
  )
}

/** The mailboxes that the first mails of tickets came to, by ticket; a ticket without mail is left out. */
export async function firstMailboxes(
  tx: TenantRead,
  ticketIds: readonly string[],
): Promise<Map<string, string>> {
  // By the facts of the ticket's messages, which name the mails: a mail has no index by its ticket.
  const rows = await tx.rows<{
    ticketId: string
    mailboxId: string
  }>(sql`SELECT t.id AS "ticketId", i.mailbox_id AS "mailboxId"
    FROM app.ticket t CROSS JOIN LATERAL (SELECT i.mailbox_id FROM app.message m
      JOIN app.event e ON e.tenant_id = m.tenant_id AND e.seq = m.seq
      JOIN app.inbound i ON i.tenant_id = m.tenant_id AND i.id = (e.refs ->> 'inboundId')::uuid
      WHERE m.tenant_id = t.tenant_id AND m.ticket_id = t.id AND m.channel = 'EMAIL' AND i.mailbox_id IS NOT NULL
      ORDER BY m.seq LIMIT 1) AS i
    WHERE t.tenant_id = ${tx.tenantId} AND t.id = ANY(${ticketIds}::uuid[])`)
  return new Map(rows.map((row) => [row.ticketId, row.mailboxId]))
}
