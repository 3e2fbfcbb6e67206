import { sql, type TenantTx } from '../../../platform/db/index.ts'

/** Keeps others from counting refusals of this address to the end of the transaction. */
export async function lockAddress(tx: TenantTx, addressKey: string): Promise<void> {
  await tx.rows(
    sql`SELECT pg_advisory_xact_lock(hashtextextended('suppression ' || ${tx.tenantId} || ' ' || ${addressKey}, 0))`,
  )
}

/** Suppresses an address until somebody lifts it, now; one that is for good already keeps its first reason. */
export async function storeHardSuppression(
  tx: TenantTx,
  refusal: { addressKey: string; deliveryId: string; detail: string },
): Promise<void> {
  await tx.rows(sql`INSERT INTO app.suppression AS s (tenant_id, address_key, reason, detail, delivery_id, since)
    VALUES (${tx.tenantId}, ${refusal.addressKey}, 'HARD_BOUNCE', ${refusal.detail}, ${refusal.deliveryId}, app.now())
    ON CONFLICT (tenant_id, address_key) DO UPDATE SET reason = excluded.reason, detail = excluded.detail,
      delivery_id = excluded.delivery_id, since = excluded.since, until = NULL WHERE s.until IS NOT NULL`)
}

/**
 * Counts a soft refusal, now, once for a delivery; the third within 72 hours pauses the address for 24. Call under
 * lockAddress. What is for good stays so.
 */
export async function countSoftRefusal(
  tx: TenantTx,
  refusal: { addressKey: string; deliveryId: string; detail: string },
  rule: { count: number; windowHours: number; pauseHours: number },
): Promise<void> {
  const { addressKey, deliveryId, detail } = refusal
  await Promise.all([
    tx.rows(sql`DELETE FROM app.soft_bounce WHERE tenant_id = ${tx.tenantId} AND address_key = ${addressKey}
      AND at <= app.now() - make_interval(hours => ${rule.windowHours})`),
    tx.rows(sql`INSERT INTO app.soft_bounce (tenant_id, address_key, delivery_id, at)
      VALUES (${tx.tenantId}, ${addressKey}, ${deliveryId}, app.now()) ON CONFLICT DO NOTHING`),
    tx.rows(sql`INSERT INTO app.suppression AS s (tenant_id, address_key, reason, detail, delivery_id, since, until)
      SELECT ${tx.tenantId}, ${addressKey}, 'SOFT_BOUNCES', ${detail}, ${deliveryId}, app.now(),
        app.now() + make_interval(hours => ${rule.pauseHours})
      WHERE (SELECT count(*) FROM app.soft_bounce WHERE tenant_id = ${tx.tenantId} AND address_key = ${addressKey}) >= ${rule.count}
      ON CONFLICT (tenant_id, address_key) DO UPDATE SET reason = excluded.reason, detail = excluded.detail,
        delivery_id = excluded.delivery_id, since = excluded.since, until = excluded.until WHERE s.until IS NOT NULL`),
  ])
}

/** Lifts what keeps mail from an address, now, and forgets what was counted; answers whether mail was kept from it. */
export async function deleteSuppression(tx: TenantTx, addressKey: string): Promise<boolean> {
  const [rows] = await Promise.all([
    tx.rows<{
      stood: boolean
    }>(sql`DELETE FROM app.suppression WHERE tenant_id = ${tx.tenantId} AND address_key = ${addressKey}
      RETURNING coalesce(until > app.now(), true) AS stood`),
    tx.rows(
      sql`DELETE FROM app.soft_bounce WHERE tenant_id = ${tx.tenantId} AND address_key = ${addressKey}`,
    ),
  ])
  return rows[0]?.stood === true
}
