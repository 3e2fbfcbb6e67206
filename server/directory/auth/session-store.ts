import { type Sql, sql, type TenantTx } from '../../platform/db/index.ts'

/** A session ends after so long without a request, and after so long in any case. */
export const IDLE_HOURS = 12
const LIFE_DAYS = 7

/** Whether the session `s` still holds at `now`. */
export function isLive(now: Sql): Sql {
  return sql`(s.expires_at > ${now} AND s.last_seen_at > ${now} - make_interval(hours => ${IDLE_HOURS}::integer))`
}

/** Writes a new session and deletes the person's ended ones. */
export function insertSession(
  tx: TenantTx,
  session: { personId: string; tokenHash: Buffer; now: string },
): void {
  const { personId, tokenHash, now } = session
  tx.defer(sql`DELETE FROM app.session s WHERE s.tenant_id = ${tx.tenantId} AND s.person_id = ${personId}
    AND NOT ${isLive(sql`${now}::timestamptz`)}`)
  tx.defer(sql`INSERT INTO app.session (tenant_id, token_hash, person_id, created_at, last_seen_at, expires_at)
    VALUES (${tx.tenantId}, ${tokenHash}, ${personId}, ${now}, ${now},
      ${now}::timestamptz + make_interval(days => ${LIFE_DAYS}::integer))`)
}

/** Deletes one session; answers whose it was, if there was one. */
export async function deleteSession(
  tx: TenantTx,
  tokenHash: Buffer,
): Promise<{ personId: string } | undefined> {
  const rows = await tx.rows<{ personId: string }>(
    sql`DELETE FROM app.session WHERE tenant_id = ${tx.tenantId} AND token_hash = ${tokenHash}
      RETURNING person_id AS "personId"`,
  )
  return rows[0]
}

/** Ends all sessions of a person with the transaction that changes what they may do. */
export function endSessions(tx: TenantTx, personId: string): void {
  tx.defer(sql`DELETE FROM app.session WHERE tenant_id = ${tx.tenantId} AND person_id = ${personId}`)
}

/** Notes that a session was used, unless it was noted within the last minute. */
export function storeSessionUse(tx: TenantTx, tokenHash: Buffer): void {
  tx.defer(sql`UPDATE app.session SET last_seen_at = app.now()
    WHERE tenant_id = ${tx.tenantId} AND token_hash = ${tokenHash}
      AND last_seen_at < app.now() - interval '1 minute'`)
}
