import { type Sql, sql } from './sql.ts'

/** Hands out the next positions of a tenant's log; app.seq(k) counts from the base that it sets. Locks the counter to the commit. */
export function raiseCounter(tenantId: string, count: number): Sql {
  return sql`UPDATE app.tenant_counter SET last_seq = last_seq + ${count}::integer WHERE tenant_id = ${tenantId}
    RETURNING set_config('app.seq_base', (last_seq - ${count}::integer)::text, true)::bigint AS base`
}
