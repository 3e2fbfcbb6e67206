import { createHash } from 'node:crypto'
import { json, type Sql, sql, type TenantTx } from '../db/index.ts'
import type { Answer } from './call.ts'
import { Problem } from './problem.ts'

/** The key of a request with what it must belong to: principal, method and route template; and its fingerprint. */
export type IdempotencyScope = {
  principalId: string
  method: string
  route: string
  key: string
  fingerprint: Buffer
}

/** A kept answer. `body` is absent when it was too long (read `resource` again) or secret. */
export type Kept = {
  status: number
  headers: Record<string, string>
  body: string | null
  resource: string | null
}

const KEPT_BYTES_MAX = 64 * 1024

/**
 * First thing in the command's transaction: tries the lock of the key, then, in a new statement, reads its record (in
 * one statement the record would be read from before the lock). Rejects with `request-in-flight` while another holds
 * the key and with `idempotency-key-reused` when the key stands for another request.
 */
export async function openIdempotency(tx: TenantTx, scope: IdempotencyScope): Promise<Kept | undefined> {
  const hash = scopeHash(tx.tenantId, scope)
  const [[lock], [record]] = await Promise.all([
    tx.rows<{ got: boolean }>(
      sql`SELECT pg_try_advisory_xact_lock(${hash.readBigInt64BE(0)}::bigint) AS got`,
    ),
    tx.rows<
      Kept & { fingerprint: Buffer; expired: boolean }
    >(sql`SELECT fingerprint, status, headers, body, resource,
      expires_at <= app.now() AS expired FROM app.idempotency WHERE tenant_id = ${tx.tenantId} AND scope_hash = ${hash}`),
  ])
  if (lock?.got !== true) {
    throw new Problem(
      'request-in-flight',
      'The first request with this key is not finished; send it again in a moment.',
      {
        headers: { 'retry-after': '1' },
      },
    )
  }
  if (record === undefined || record.expired) return undefined
  if (!record.fingerprint.equals(scope.fingerprint)) {
    throw new Problem(
      'idempotency-key-reused',
      'This Idempotency-Key was used for another request; take a new one.',
    )
  }
  return { status: record.status, headers: record.headers, body: record.body, resource: record.resource }
}

/** Keeps the answer with the command's commit, with the positions of the log filled in by SQL. */
export function keepAnswer(tx: TenantTx, scope: IdempotencyScope, answer: Answer, body: string | null): void {
  const hash = scopeHash(tx.tenantId, scope)
  const kept =
    answer.secret === true || body === null || body.length > KEPT_BYTES_MAX ? sql`NULL` : filled(tx, body)
  tx.deferNumbered(sql`INSERT INTO app.idempotency (tenant_id, scope_hash, fingerprint, status, headers, body, resource, expires_at)
    VALUES (${tx.tenantId}, ${hash}, ${scope.fingerprint}, ${answer.status}, ${json(answer.headers ?? {})}, ${kept},
      ${answer.secret === true ? `secret:${answer.resource ?? ''}` : (answer.resource ?? null)}, app.now() + interval '24 hours')
    ON CONFLICT (tenant_id, scope_hash) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status,
      headers = excluded.headers, body = excluded.body, resource = excluded.resource, expires_at = excluded.expires_at
      WHERE app.idempotency.expires_at <= app.now()`)
}

const SWEEP_MAX = 5_000

/** Forgets expired records, a bounded number at a time. */
export function sweepIdempotency(tx: TenantTx): void {
  tx.defer(sql`DELETE FROM app.idempotency WHERE tenant_id = ${tx.tenantId} AND scope_hash IN (SELECT scope_hash FROM app.idempotency
    WHERE tenant_id = ${tx.tenantId} AND expires_at < app.now() ORDER BY expires_at LIMIT ${SWEEP_MAX})`)
}

/** The tenant comes first in what is hashed, so that no lock and no row is shared between tenants. */
function scopeHash(tenantId: string, scope: IdempotencyScope): Buffer {
  return createHash('sha256')
    .update([tenantId, scope.principalId, scope.method, scope.route, scope.key].join('\n'))
    .digest()
}

function filled(tx: TenantTx, body: string): Sql {
  let fragment: Sql = sql`${body}::text`
  for (let k = 1; k <= tx.seqCount(); k += 1) {
    const token = `"${tx.seqTokenPrefix}${k}"`
    if (body.includes(token)) fragment = sql`replace(${fragment}, ${token}, app.seq(${k}::integer)::text)`
  }
  return fragment
}
