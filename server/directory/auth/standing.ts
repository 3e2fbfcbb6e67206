import { sql, type TenantRead } from '../../platform/db/index.ts'
import type { RequestFacts } from '../../platform/http/index.ts'
import type { Actor } from '../people/index.ts'
import { type CookieRules, readSessionCookie } from './cookies.ts'
import { isLive } from './session-store.ts'
import { tokenHash } from './session-token.ts'

/** What a caller came with, without its secret: `key:{id}` or `session:{hash in base64url}`. */
export type Credential = string

/** Whom a credential stands for and what it allows, as of now. */
export type Standing = Pick<Actor, 'personId' | 'role' | 'teams' | 'scopes'>

type StandingRow = Omit<Standing, 'scopes'> & { id: string; scopes: string[] | null }

/** The credential of a call that was authenticated, to ask again later whether it still holds. */
export function credentialOf(
  actor: Pick<Actor, 'keyId'>,
  headers: RequestFacts['headers'],
  rules: CookieRules,
): Credential {
  if (actor.keyId !== null) return `key:${actor.keyId}`
  const session = readSessionCookie(headers, rules)
  if (session === undefined) throw new Error('an authenticated call without a credential')
  return `session:${tokenHash(session.token).toString('base64url')}`
}

/**
 * What each of these credentials stands for now; those that ended, expired or are of somebody deactivated are missing.
 * One trip for any number of them. Rule: docs/behaviour/sign-in.md.
 */
export async function readStandings(
  tx: TenantRead,
  credentials: readonly Credential[],
): Promise<Map<Credential, Standing>> {
  const [keys, sessions] = await Promise.all([
    keyStandings(tx, endings(credentials, 'key:')),
    sessionStandings(
      tx,
      endings(credentials, 'session:').map((hash) => Buffer.from(hash, 'base64url')),
    ),
  ])
  const standings = new Map<Credential, Standing>()
  for (const { id, ...standing } of keys) standings.set(`key:${id}`, standing)
  for (const { id, ...standing } of sessions) standings.set(`session:${id}`, standing)
  return standings
}

function keyStandings(tx: TenantRead, ids: readonly string[]): Promise<StandingRow[]> | StandingRow[] {
  if (ids.length === 0) return []
  return tx.rows<StandingRow>(sql`SELECT k.id, k.scopes, p.id AS "personId", p.role,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.team_id, 'role', m.role))
        FROM app.team_member m WHERE m.tenant_id = p.tenant_id AND m.person_id = p.id), '[]') AS teams
    FROM app.api_key k JOIN app.person p ON p.tenant_id = k.tenant_id AND p.id = k.person_id
    WHERE k.tenant_id = ${tx.tenantId} AND k.id = ANY(${[...ids]}::uuid[]) AND k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > app.now()) AND p.active`)
}

async function sessionStandings(tx: TenantRead, hashes: readonly Buffer[]): Promise<StandingRow[]> {
  if (hashes.length === 0) return []
  const rows = await tx.rows<Omit<StandingRow, 'id'> & { hash: Buffer }>(sql`SELECT s.token_hash AS hash,
      p.id AS "personId", p.role, NULL AS scopes,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.team_id, 'role', m.role))
        FROM app.team_member m WHERE m.tenant_id = p.tenant_id AND m.person_id = p.id), '[]') AS teams
    FROM app.session s JOIN app.person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
    WHERE s.tenant_id = ${tx.tenantId} AND s.token_hash = ANY(${[...hashes]}::bytea[]) AND p.active
      AND ${isLive(sql`app.now()`)}`)
  return rows.map(({ hash, ...standing }) => ({ ...standing, id: hash.toString('base64url') }))
}

function endings(credentials: readonly Credential[], start: string): string[] {
  const found = credentials.filter((one) => one.startsWith(start)).map((one) => one.slice(start.length))
  return [...new Set(found)]
}
