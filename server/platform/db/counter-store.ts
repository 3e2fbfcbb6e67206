import { type Sql, sql } from './sql.ts'
import type { TenantTx } from './tenant-tx.ts'

/** Begins the log of a new tenant at position 0, with the commit of the transaction that makes the tenant. */
export function startCounter(tx: TenantTx): void {
  tx.defer(sql`INSERT INTO app.tenant_counter (tenant_id) VALUES (${tx.tenantId})`)
}

/** Hands out the next positions of a tenant's log; app.seq(k) counts from the base that it sets. Locks the counter to the commit. */
export function raiseCounter(tenantId: string, count: number): Sql {
  return sql`UPDATE app.tenant_counter SET last_seq = last_seq + ${count}::integer WHERE tenant_id = ${tenantId}
    RETURNING set_config('app.seq_base', (last_seq - ${count}::integer)::text, true)::bigint AS base`
}
