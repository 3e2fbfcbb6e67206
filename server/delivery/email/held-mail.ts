import type { Actor } from '../../directory/people/index.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import type { InboundRow } from './inbound-mail.ts'
import { INBOUND_COLUMNS } from './queries.ts'
import { MAIL_TEAM, visibleInbound } from './visible-inbound.ts'

/** A mail under lock that somebody decides about. */
export type DecidedBy = { row: InboundRow; teamId: string | null; messageIdHash: Buffer | null; now: string }

/** Locks a mail that the actor sees; rejects with `not-found` when it is hidden, foreign or absent. */
export async function lockVisibleMail(tx: TenantTx, actor: Actor, id: string): Promise<DecidedBy> {
  const rows = await tx.rows<
    InboundRow & { teamId: string | null; messageIdHash: Buffer | null; now: string }
  >(sql`SELECT ${INBOUND_COLUMNS}, ${MAIL_TEAM} AS "teamId", i.message_id_hash AS "messageIdHash", app.now() AS now
    FROM app.inbound i WHERE i.tenant_id = ${tx.tenantId} AND i.id = ${id} AND ${visibleInbound(actor)} FOR NO KEY UPDATE OF i`)
  const [found] = rows
  if (found === undefined) throw notFound('inbound mail')
  const { teamId, messageIdHash, now, ...row } = found
  return { row, teamId, messageIdHash, now }
}

/** Rejects unless the mail is held: `already-decided` when it was once, `conflict` otherwise. */
export function requireHeld(row: InboundRow): void {
  if (row.state === 'HELD') return
  const decided = row.reason === 'RELEASED' || row.reason === 'REJECTED'
  if (decided)
    throw new Problem('already-decided', 'This mail was released or rejected before.', stateOf(row))
  throw new Problem(
    'conflict',
    `Only a held mail is released or rejected; this one is ${row.state}.`,
    stateOf(row),
  )
}

/** The state of a mail as a refusal shows it. */
export function stateOf(row: InboundRow): { extra: Record<string, unknown> } {
  return { extra: { state: row.state, ...(row.reason === null ? {} : { reason: row.reason }) } }
}
