import { sql, type TenantRead } from '../../../platform/db/index.ts'
import { tenantKeys } from '../../../platform/keys/index.ts'
import { type Lead, leadTicket } from '../ground-queries.ts'
import type { FoundToken } from './find-tokens.ts'
import { REPLY_TOKEN_KEY } from './reply-addresses.ts'
import { isGenuine } from './token-format.ts'

/** What the tokens of a mail lead to; `ignored` counts those that were forged, revoked or of nobody. */
export type TokenLead = { lead: Lead | undefined; ignored: number }

/**
 * The ticket of the first token that this desk made and that still stands. A token with a wrong proof is looked up
 * nowhere. Rule: docs/behaviour/reply-tokens.md.
 */
export async function leadOfTokens(
  tx: TenantRead,
  found: readonly FoundToken[],
  senderKey: string,
): Promise<TokenLead> {
  if (found.length === 0) return { lead: undefined, ignored: 0 }
  const keys = await tenantKeys(tx, REPLY_TOKEN_KEY)
  const genuine = found.filter(({ token, mailboxId }) =>
    isGenuine(token, { tenantId: tx.tenantId, mailboxId }, keys),
  )
  if (genuine.length === 0) return { lead: undefined, ignored: found.length }
  const refs = genuine.map(({ token }) => token.ref)
  const boxes = genuine.map(({ mailboxId }) => mailboxId)
  const rows = await tx.rows<Lead>(sql`SELECT t.id AS "ticketId", NULL AS awaited, NULL AS "awaitedState",
      k.person_id AS "tokenPersonId", ${leadTicket(senderKey)}
    FROM unnest(${refs}::bytea[], ${boxes}::uuid[]) WITH ORDINALITY AS f(ref, mailbox_id, ord)
    JOIN app.reply_token k ON k.tenant_id = ${tx.tenantId} AND k.ref = f.ref AND k.mailbox_id = f.mailbox_id AND k.revoked_at IS NULL
    JOIN app.ticket t ON t.tenant_id = k.tenant_id AND t.id = k.ticket_id
    ORDER BY f.ord`)
  return { lead: rows[0], ignored: found.length - rows.length }
}
