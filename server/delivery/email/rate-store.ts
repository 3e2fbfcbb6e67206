import { createHash } from 'node:crypto'
import { sql, type TenantTx } from '../../platform/db/index.ts'

const PER_SENDER = { max: 20, windowSeconds: 3600 }
const PER_SUBJECT = { max: 5, windowSeconds: 600 }
const SUSPENSION_SECONDS = 3600

/**
 * Counts a mail of this sender and subject and answers whether one of the limits on floods holds it back: 20 an hour
 * from a sender, 5 in ten minutes with one subject; over it, an hour of suspension. Rows are locked in the order of
 * their keys. Rule: docs/behaviour/inbound-mail.md, "Floods".
 */
export async function countTowardsLimits(tx: TenantTx, sender: string, subject: string): Promise<boolean> {
  const counts = [
    { key: keyHash(tx.tenantId, sender), ...PER_SENDER },
    { key: keyHash(tx.tenantId, sender, subject), ...PER_SUBJECT },
  ].sort((a, b) => a.key.compare(b.key))
  const answers = await Promise.all(
    counts.map(({ key, max, windowSeconds }) => count(tx, key, max, windowSeconds)),
  )
  return answers.includes(true)
}

async function count(tx: TenantTx, key: Buffer, max: number, windowSeconds: number): Promise<boolean> {
  const over = sql`r.window_start + make_interval(secs => ${windowSeconds}) <= app.now()`
  const rows = await tx.rows<{
    suspended: boolean
  }>(sql`INSERT INTO app.inbound_rate AS r (tenant_id, key_hash, count, window_start)
    VALUES (${tx.tenantId}, ${key}, 1, app.now())
    ON CONFLICT (tenant_id, key_hash) DO UPDATE SET count = CASE WHEN ${over} THEN 1 ELSE r.count + 1 END,
      window_start = CASE WHEN ${over} THEN app.now() ELSE r.window_start END,
      suspended_until = CASE WHEN r.suspended_until > app.now() THEN r.suspended_until
        WHEN NOT ${over} AND r.count + 1 > ${max} THEN app.now() + make_interval(secs => ${SUSPENSION_SECONDS}) END
    RETURNING coalesce(suspended_until > app.now(), false) AS suspended`)
  return rows[0]?.suspended === true
}

function keyHash(tenantId: string, sender: string, subject?: string): Buffer {
  const parts = subject === undefined ? [tenantId, 'sender', sender] : [tenantId, 'subject', sender, subject]
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}
