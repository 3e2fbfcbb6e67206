import type { SuppressionReason } from '../../../../contracts/suppressions.ts'
import { sql, type TenantRead } from '../../../platform/db/index.ts'

/**
 * Which of these addresses (by their keys) get no mail of a conversation now, and why. Pauses that are over do not
 * count, and a complaint keeps only optional mail away.
 */
export async function suppressedAddresses(
  tx: TenantRead,
  addressKeys: readonly string[],
): Promise<Map<string, { reason: SuppressionReason }>> {
  if (addressKeys.length === 0) return new Map()
  const rows = await tx.rows<{ addressKey: string; reason: SuppressionReason }>(
    sql`SELECT address_key AS "addressKey", reason FROM app.suppression
      WHERE tenant_id = ${tx.tenantId} AND address_key = ANY(${addressKeys})
        AND reason <> 'COMPLAINT' AND (until IS NULL OR until > app.now())`,
  )
  return new Map(rows.map(({ addressKey, reason }) => [addressKey, { reason }]))
}

/** A suppression as it is listed. */
export type SuppressionRow = {
  address: string
  reason: SuppressionReason
  detail: string | null
  deliveryId: string | null
  since: string
  until: string | null
}

/** A page of the suppressions that stand, by address; one more than `limit` where there is a next page. */
export function listSuppressions(
  tx: TenantRead,
  page: { limit: number; after: string | undefined },
): Promise<SuppressionRow[]> {
  return tx.rows<SuppressionRow>(sql`SELECT address_key AS address, reason, detail, delivery_id AS "deliveryId", since, until
    FROM app.suppression WHERE tenant_id = ${tx.tenantId} AND (until IS NULL OR until > app.now())
      AND (${page.after ?? null}::text IS NULL OR address_key COLLATE "C" > ${page.after ?? null})
    ORDER BY address_key COLLATE "C" LIMIT ${page.limit + 1}`)
}
