import { json, sql, type TenantTx } from '../../../platform/db/index.ts'

/** Whom a token lets answer where. */
export type TokenHolder = { ticketId: string; personId: string; mailboxId: string }

/**
 * Makes tokens where a holder has no live one, now; of two transactions that make the same, the second waits and
 * makes none. Rows go in one order, so that two that make several do not wait for each other.
 */
export async function insertMissingTokens(
  tx: TenantTx,
  wanted: readonly (TokenHolder & { ref: Buffer })[],
): Promise<void> {
  const rows = wanted.map(({ ticketId, personId, mailboxId, ref }) => ({
    ticket_id: ticketId,
    person_id: personId,
    mailbox_id: mailboxId,
    ref: ref.toString('hex'),
  }))
  await tx.rows(sql`INSERT INTO app.reply_token (tenant_id, ref, ticket_id, person_id, mailbox_id, created_at)
    SELECT ${tx.tenantId}, decode(ref, 'hex'), ticket_id, person_id, mailbox_id, app.now()
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(ref text, ticket_id uuid, person_id uuid, mailbox_id uuid)
    ORDER BY ticket_id, person_id, mailbox_id
    ON CONFLICT (tenant_id, ticket_id, person_id, mailbox_id) WHERE revoked_at IS NULL DO NOTHING`)
}
