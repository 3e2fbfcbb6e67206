import { randomBytes } from 'node:crypto'
import { json, sql, type TenantTx } from '../../../platform/db/index.ts'
import { makeTenantKey } from '../../../platform/keys/index.ts'
import { insertMissingTokens, type TokenHolder } from './reply-token-store.ts'
import { formatReplyToken, REF_BYTES, tokenAddress } from './token-format.ts'

/** The keys that sign reply tokens. */
export const REPLY_TOKEN_KEY = 'reply-token'

/** Who is to answer on which ticket by which mailbox. */
export type WantedAddress = {
  ticketId: string
  personId: string
  mailbox: { id: string; address: string }
}

/**
 * The addresses at which people answer on tickets, in the order asked: one for each (ticket, person, mailbox), the
 * same each time until it is revoked; made where missing. Rule: docs/behaviour/reply-tokens.md.
 */
export async function replyAddresses(tx: TenantTx, wanted: readonly WantedAddress[]): Promise<string[]> {
  if (wanted.length === 0) return []
  const holders = new Map(wanted.map((one) => [keyOf(holderOf(one)), holderOf(one)]))
  const fresh = [...holders.values()].map((holder) => ({ ...holder, ref: randomBytes(REF_BYTES) }))
  const [key, , live] = await Promise.all([
    makeTenantKey(tx, REPLY_TOKEN_KEY),
    insertMissingTokens(tx, fresh),
    // A statement of its own: it sees the token of another transaction that the insert had to wait for.
    liveTokens(tx, [...holders.values()]),
  ])
  const refs = new Map(live.map((row) => [keyOf(row), row.ref]))
  return wanted.map((one) => {
    const ref = refs.get(keyOf(holderOf(one)))
    if (ref === undefined) throw new Error('a token that was just made is not there')
    const place = { tenantId: tx.tenantId, mailboxId: one.mailbox.id }
    return tokenAddress(one.mailbox.address, formatReplyToken(key, place, ref))
  })
}

function holderOf({ ticketId, personId, mailbox }: WantedAddress): TokenHolder {
  return { ticketId, personId, mailboxId: mailbox.id }
}

function keyOf({ ticketId, personId, mailboxId }: TokenHolder): string {
  return `${ticketId} ${personId} ${mailboxId}`.toLowerCase()
}

function liveTokens(
  tx: TenantTx,
  holders: readonly TokenHolder[],
): Promise<(TokenHolder & { ref: Buffer })[]> {
  const rows = holders.map(({ ticketId, personId, mailboxId }) => ({
    ticket_id: ticketId,
    person_id: personId,
    mailbox_id: mailboxId,
  }))
  return tx.rows(sql`SELECT t.ref, t.ticket_id AS "ticketId", t.person_id AS "personId", t.mailbox_id AS "mailboxId"
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS r(ticket_id uuid, person_id uuid, mailbox_id uuid)
    JOIN app.reply_token t ON t.tenant_id = ${tx.tenantId} AND t.ticket_id = r.ticket_id AND t.person_id = r.person_id
      AND t.mailbox_id = r.mailbox_id AND t.revoked_at IS NULL`)
}
