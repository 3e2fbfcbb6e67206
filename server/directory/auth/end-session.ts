import { sql, type TenantTx } from '../../platform/db/index.ts'
import { append } from '../../platform/log/index.ts'
import { deleteSession } from './session-store.ts'
import { type SessionToken, tokenHash } from './session-token.ts'

/** Ends one session; one that is not there writes nothing. */
export async function endSession(
  tx: TenantTx,
  session: SessionToken,
  cause: Record<string, string>,
): Promise<void> {
  const [ended, [clock]] = await Promise.all([
    deleteSession(tx, tokenHash(session.token)),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  if (ended === undefined) return
  append(tx, {
    type: 'admin.session_ended',
    visibility: 'INTERNAL',
    actor: { type: 'person', id: ended.personId },
    at: clock?.now ?? '',
    cause,
    refs: { personId: ended.personId },
  })
}
