import { sql, type TenantTx } from '../../platform/db/index.ts'

/** Writes a new key; only the hash of its secret. */
export function insertKey(
  tx: TenantTx,
  key: {
    id: string
    short: string
    secretHash: Buffer
    name: string
    personId: string
    scopes: readonly string[]
    now: string
    expiresAt: string | null
  },
): void {
  tx.defer(sql`INSERT INTO app.api_key
      (tenant_id, id, short, secret_hash, name, person_id, scopes, created_at, expires_at)
    VALUES (${tx.tenantId}, ${key.id}, ${key.short}, ${key.secretHash}, ${key.name}, ${key.personId},
      ${key.scopes}, ${key.now}, ${key.expiresAt})`)
}

/** Ends a key for good. */
export function storeRevocation(tx: TenantTx, id: string, now: string): void {
  tx.defer(sql`UPDATE app.api_key SET revoked_at = ${now}
    WHERE tenant_id = ${tx.tenantId} AND id = ${id} AND revoked_at IS NULL`)
}

/** Notes that a key was used, unless it was noted within the last minute. */
export function storeKeyUse(tx: TenantTx, id: string): void {
  tx.defer(sql`UPDATE app.api_key SET last_used_at = app.now()
    WHERE tenant_id = ${tx.tenantId} AND id = ${id}
      AND (last_used_at IS NULL OR last_used_at < app.now() - interval '1 minute')`)
}
