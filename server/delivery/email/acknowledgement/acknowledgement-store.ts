import { sql, type TenantTx } from '../../../platform/db/index.ts'

/** An acknowledgement about to be made. */
export type NewAcknowledgement = { ticketId: string; mailboxId: string; addressKey: string; now: string }

/** Limits on acknowledgements. `mailboxHourFloor`: what a mailbox may make in an hour however quiet it was before. */
export type AcknowledgementLimits = {
  addressHour: number
  addressDay: number
  mailboxHourFloor: number
  /** How often its usual number of an hour a mailbox may reach; usual is the mean of the seven days before. */
  mailboxTimesUsual: number
}

/**
 * Writes the acknowledgement unless a limit is reached, now, and answers whether it did. The tenant's advisory lock
 * `acknowledgement` is taken first and held to the end of the transaction, so that of two at once the second counts
 * the first.
 */
export async function insertWithinLimits(
  tx: TenantTx,
  { ticketId, mailboxId, addressKey, now }: NewAcknowledgement,
  limits: AcknowledgementLimits,
): Promise<boolean> {
  const made = sql`SELECT count(*) FROM app.acknowledgement a WHERE a.tenant_id = ${tx.tenantId}`
  const since = (hours: number) => sql`a.made_at > ${now}::timestamptz - make_interval(hours => ${hours})`
  const [, rows] = await Promise.all([
    tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended('acknowledgement ' || ${tx.tenantId}, 0))`),
    // A statement of its own: it counts what was made while it waited for the lock.
    tx.rows(sql`INSERT INTO app.acknowledgement (tenant_id, ticket_id, mailbox_id, address_key, made_at)
      SELECT ${tx.tenantId}, ${ticketId}, ${mailboxId}, ${addressKey}, ${now}
      WHERE (${made} AND a.address_key = ${addressKey} AND ${since(1)}) < ${limits.addressHour}
        AND (${made} AND a.address_key = ${addressKey} AND ${since(24)}) < ${limits.addressDay}
        AND (${made} AND a.mailbox_id = ${mailboxId} AND ${since(1)}) < greatest(${limits.mailboxHourFloor},
          ${limits.mailboxTimesUsual} * (${made} AND a.mailbox_id = ${mailboxId} AND ${since(169)} AND NOT ${since(1)}) / 168.0)
        AND NOT EXISTS (SELECT FROM app.mailbox b WHERE b.tenant_id = ${tx.tenantId} AND b.address = ${addressKey})
      ON CONFLICT (tenant_id, ticket_id) DO NOTHING RETURNING ticket_id`),
  ])
  return rows.length > 0
}
