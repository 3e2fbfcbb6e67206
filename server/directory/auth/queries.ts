import type { ApiKey } from '../../../contracts/keys.ts'
import type { MemberRole } from '../../../contracts/people.ts'
import type { Role } from '../../../contracts/route.ts'
import { joinSql, type Sql, sql, type TenantRead } from '../../platform/db/index.ts'
import type { IdPage } from '../people/index.ts'
import { isLive } from './session-store.ts'

/** Whom a key or a session stands for, as one row. `isStale`: its last use was noted over a minute ago. */
export type PrincipalRow = {
  personId: string
  role: Role
  teams: { id: string; role: MemberRole }[]
  isStale: boolean
}
export type KeyPrincipalRow = PrincipalRow & { keyId: string; secretHash: Buffer; scopes: string[] }

/** The key with this short name, if it and its owner are in force. Its secret is still to be compared. */
export function keyPrincipal(tx: TenantRead, short: string): Promise<KeyPrincipalRow[]> {
  return tx.rows<KeyPrincipalRow>(
    sql`SELECT k.id AS "keyId", k.secret_hash AS "secretHash", k.scopes, p.id AS "personId", p.role,
        coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.team_id, 'role', m.role))
          FROM app.team_member m WHERE m.tenant_id = p.tenant_id AND m.person_id = p.id), '[]') AS teams,
        (k.last_used_at IS NULL OR k.last_used_at < app.now() - interval '1 minute') AS "isStale"
      FROM app.api_key k JOIN app.person p ON p.tenant_id = k.tenant_id AND p.id = k.person_id
      WHERE k.tenant_id = ${tx.tenantId} AND k.short = ${short} AND k.revoked_at IS NULL
        AND (k.expires_at IS NULL OR k.expires_at > app.now()) AND p.active`,
  )
}

/** Whom the session with this hash stands for, if it and its person are in force. */
export function sessionPrincipal(tx: TenantRead, tokenHash: Buffer): Promise<PrincipalRow[]> {
  return tx.rows<PrincipalRow>(
    sql`SELECT p.id AS "personId", p.role,
        coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.team_id, 'role', m.role))
          FROM app.team_member m WHERE m.tenant_id = p.tenant_id AND m.person_id = p.id), '[]') AS teams,
        s.last_seen_at < app.now() - interval '1 minute' AS "isStale"
      FROM app.session s JOIN app.person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
      WHERE s.tenant_id = ${tx.tenantId} AND s.token_hash = ${tokenHash} AND p.active
        AND ${isLive(sql`app.now()`)}`,
  )
}

/** A key as the API shows it; without its secret. */
export async function readKey(tx: TenantRead, id: string): Promise<ApiKey | undefined> {
  const rows = await tx.rows<ApiKey>(
    sql`SELECT id, name, person_id AS "personId", scopes, created_at AS "createdAt", expires_at AS "expiresAt",
        last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"
      FROM app.api_key WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
  )
  return rows[0]
}

/** One page of keys, newest first; of one person or of all. One more than `limit` where there is a next page. */
export async function listKeys(
  tx: TenantRead,
  personId: string | undefined,
  page: IdPage,
): Promise<ApiKey[]> {
  const where: Sql[] = [sql`tenant_id = ${tx.tenantId}`]
  if (personId !== undefined) where.push(sql`person_id = ${personId}`)
  if (page.after !== undefined) where.push(sql`id < ${page.after}::uuid`)
  return tx.rows<ApiKey>(
    sql`SELECT id, name, person_id AS "personId", scopes, created_at AS "createdAt", expires_at AS "expiresAt",
        last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"
      FROM app.api_key WHERE ${joinSql(where, ' AND ')} ORDER BY id DESC LIMIT ${page.limit + 1}`,
  )
}
