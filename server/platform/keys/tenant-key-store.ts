import { randomBytes } from 'node:crypto'
import { sql, type TenantRead, type TenantTx } from '../db/index.ts'

/** A secret of 32 bytes; `keyId` is one letter, so that what is signed can say by which key. */
export type TenantKey = { keyId: string; secret: Buffer }

const FIRST_KEY_ID = 'a'

/** The tenant's keys for a purpose, the newest first: it signs, all of them check. None before makeTenantKey. */
export function tenantKeys(tx: TenantRead, purpose: string): Promise<TenantKey[]> {
  return tx.rows<TenantKey>(sql`SELECT key_id AS "keyId", secret FROM app.tenant_key
    WHERE tenant_id = ${tx.tenantId} AND purpose = ${purpose} ORDER BY created_at DESC, key_id DESC`)
}

/** The key that signs for a purpose; made when there is none, once even when many ask at the same time. */
export async function makeTenantKey(tx: TenantTx, purpose: string): Promise<TenantKey> {
  const [known] = await tenantKeys(tx, purpose)
  if (known !== undefined) return known
  const [, keys] = await Promise.all([
    tx.rows(sql`INSERT INTO app.tenant_key (tenant_id, purpose, key_id, secret, created_at)
      VALUES (${tx.tenantId}, ${purpose}, ${FIRST_KEY_ID}, ${randomBytes(32)}, app.now()) ON CONFLICT DO NOTHING`),
    // A statement of its own: it sees the key of another transaction that the insert had to wait for.
    tenantKeys(tx, purpose),
  ])
  const [made] = keys
  if (made === undefined) throw new Error('a key that was just made is not there')
  return made
}
