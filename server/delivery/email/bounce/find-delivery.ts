import { sql, type TenantTx } from '../../../platform/db/index.ts'
import { type LockedDelivery, lockDelivery } from '../outgoing/delivery-queries.ts'
import { normMessageId } from '../parse/index.ts'

const OWN_ID = /^m\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[0-9a-f]{16}@/

/** The delivery that this Message-ID was given to: the whole id is compared, what it looks like proves nothing. */
export async function deliveryOfMessageId(
  tx: TenantTx,
  messageId: string | undefined,
): Promise<string | undefined> {
  const id = OWN_ID.exec(messageId ?? '')?.[1]
  if (id === undefined) return undefined
  const rows = await tx.rows<{ header: string }>(
    sql`SELECT header FROM app.delivery WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
  )
  return rows[0] !== undefined && normMessageId(rows[0].header) === messageId ? id : undefined
}

/** The first of these deliveries that is the tenant's, locked to the end of the transaction. */
export async function lockFirstDelivery(
  tx: TenantTx,
  ids: readonly string[],
): Promise<LockedDelivery | undefined> {
  for (const id of ids) {
    const locked = await lockDelivery(tx, id)
    if (locked !== undefined) return locked.delivery
  }
  return undefined
}
