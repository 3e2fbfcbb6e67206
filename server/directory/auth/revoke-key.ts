import type { ApiKey } from '../../../contracts/keys.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { notFound } from '../../platform/http/index.ts'
import { append } from '../../platform/log/index.ts'
import { type Actor, eventActor } from '../people/index.ts'
import { storeRevocation } from './api-key-store.ts'
import { readKey } from './queries.ts'

/**
 * Ends a key for good: one's own, or anybody's by an owner; others' keys are `not-found`. A key that was ended before
 * is answered as it is.
 */
export async function revokeKey(tx: TenantTx, actor: Actor, id: string): Promise<ApiKey> {
  const [key, [clock]] = await Promise.all([
    readKey(tx, id),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  if (key === undefined || (actor.role !== 'OWNER' && key.personId !== actor.personId)) throw notFound('key')
  if (key.revokedAt !== null) return key
  const now = clock?.now ?? ''
  storeRevocation(tx, id, now)
  append(tx, {
    type: 'admin.key_revoked',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: now,
    cause: actor.cause,
    refs: { keyId: id, personId: key.personId },
  })
  return { ...key, revokedAt: now }
}
