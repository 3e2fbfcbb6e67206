import { type Actor, emailKey, eventActor } from '../../../directory/people/index.ts'
import { sql, type TenantTx } from '../../../platform/db/index.ts'
import { notFound } from '../../../platform/http/index.ts'
import { append } from '../../../platform/log/index.ts'
import { deleteSuppression, lockAddress } from './suppression-store.ts'

/** Lets an address get mail again; what was counted against it is forgotten. Refuses with `not-found`. */
export async function liftSuppression(
  tx: TenantTx,
  actor: Actor,
  address: string,
): Promise<{ address: string }> {
  const key = emailKey(address)
  const [, [clock], stood] = await Promise.all([
    lockAddress(tx, key),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
    deleteSuppression(tx, key),
  ])
  if (!stood) throw notFound('suppression')
  append(tx, {
    type: 'admin.suppression_lifted',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: clock?.now ?? '',
    cause: actor.cause,
    refs: { address: key },
  })
  return { address: key }
}
