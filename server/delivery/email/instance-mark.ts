import { createHmac } from 'node:crypto'
import type { TenantRead, TenantTx } from '../../platform/db/index.ts'
import { makeTenantKey, tenantKeys } from '../../platform/keys/index.ts'

/** The header by which a desk knows its own mail. */
export const INSTANCE_HEADER = 'X-Helpdesk-Instance'
const INSTANCE_KEY = 'instance'

/**
 * What this tenant's mail carries in X-Helpdesk-Instance: a keyed hash, so that another desk's mark is another, and
 * nobody who has not seen ours can write it. Makes the key when there is none.
 */
export async function instanceMark(tx: TenantTx): Promise<string> {
  return markOf(tx.tenantId, (await makeTenantKey(tx, INSTANCE_KEY)).secret)
}

/** Every mark that mail of this tenant may carry, by older keys too; none before it sent its first mail. */
export async function instanceMarks(tx: TenantRead): Promise<string[]> {
  const keys = await tenantKeys(tx, INSTANCE_KEY)
  return keys.map((key) => markOf(tx.tenantId, key.secret))
}

/** The first 32 hex digits of HMAC-SHA256 over `instance.v1`, NUL and the tenant's id. */
export function markOf(tenantId: string, secret: Buffer): string {
  return createHmac('sha256', secret).update(`instance.v1\0${tenantId}`).digest('hex').slice(0, 32)
}
