import type { Actor } from '../../directory/people/index.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import type { QueuedReplyRow } from './queued-reply-queries.ts'

/** An author as they stand now, or why nothing may be sent in their name any more. */
export type AuthorOfNow = { actor: Actor; name: string } | { blocked: 'author-inactive' | 'key-revoked' }

type Row = Pick<Actor, 'role' | 'teams'> & { name: string; active: boolean; isKeyRevoked: boolean }

/**
 * Makes the author of a held reply an actor again, with the role and the teams of this moment. Nothing goes out for
 * somebody deactivated, nor by a key that was revoked meanwhile: what it queued may be why it was.
 */
export async function authorOfNow(tx: TenantTx, queued: QueuedReplyRow): Promise<AuthorOfNow> {
  const { authorId, as, cause } = queued
  const [row] =
    await tx.rows<Row>(sql`SELECT p.name, p.role, p.active, coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.team_id, 'role', m.role))
        FROM app.team_member m WHERE m.tenant_id = p.tenant_id AND m.person_id = p.id), '[]') AS teams,
      EXISTS (SELECT FROM app.api_key k WHERE k.tenant_id = p.tenant_id AND k.id = ${as.keyId}::uuid AND k.revoked_at IS NOT NULL) AS "isKeyRevoked"
    FROM app.person p WHERE p.tenant_id = ${tx.tenantId} AND p.id = ${authorId}`)
  if (row === undefined || !row.active) return { blocked: 'author-inactive' }
  if (row.isKeyRevoked) return { blocked: 'key-revoked' }
  const { name, role, teams } = row
  const actor = { tenantId: tx.tenantId, personId: authorId, role, teams, scopes: null, cause, ...as }
  return { actor, name }
}
