import { sql, type TenantTx } from '../../platform/db/index.ts'
import { append } from '../../platform/log/index.ts'
import { storeRehash } from '../people/index.ts'
import { deleteSession, insertSession } from './session-store.ts'
import { newSessionToken, type SessionToken, tokenHash } from './session-token.ts'

/** A sign-in that was found right. `previous` is the session that the browser already had. */
export type RightSignIn = {
  personId: string
  tenantShort: string
  previous: SessionToken | undefined
  rehash: { old: string; hash: string } | undefined
  cause: Record<string, string>
}

/** Starts a session with a new token, ends the browser's previous one, and stores a stronger hash if there is one. */
export async function startSession(tx: TenantTx, input: RightSignIn): Promise<SessionToken> {
  const { personId, previous, rehash } = input
  const [[clock]] = await Promise.all([
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
    previous === undefined ? undefined : deleteSession(tx, tokenHash(previous.token)),
  ])
  const now = clock?.now ?? ''
  const session = newSessionToken(input.tenantShort)
  insertSession(tx, { personId, tokenHash: tokenHash(session.token), now })
  if (rehash !== undefined) storeRehash(tx, personId, rehash.old, rehash.hash)
  append(tx, {
    type: 'admin.session_started',
    visibility: 'INTERNAL',
    actor: { type: 'person', id: personId },
    at: now,
    cause: input.cause,
    refs: { personId },
  })
  return session
}
