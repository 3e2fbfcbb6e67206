import { timingSafeEqual } from 'node:crypto'
import { type Database, read, type TenantRead } from '../../platform/db/index.ts'
import type { RequestFacts } from '../../platform/http/index.ts'
import type { Actor } from '../people/index.ts'
import { type ApiKeyParts, parseApiKey, secretHash } from './api-key-format.ts'
import { storeKeyUse } from './api-key-store.ts'
import { type CookieRules, readSessionCookie } from './cookies.ts'
import { findTenantByShort } from './find-tenant.ts'
import { noteUse, type OnNoteError } from './last-use.ts'
import { keyPrincipal, type PrincipalRow, sessionPrincipal } from './queries.ts'
import { storeSessionUse } from './session-store.ts'
import { type SessionToken, tokenHash } from './session-token.ts'

type Facts = Pick<RequestFacts, 'headers' | 'requestId'>
type Options = { cookieRules?: CookieRules; onNoteError?: OnNoteError }

/**
 * Who calls, by API key or by session cookie; null for nobody: unknown, expired, revoked, or of somebody deactivated. A
 * request that sends a key is judged by the key alone. One trip to the database (two for the first request of a tenant);
 * a mistyped key costs none. Rejects only when the database does not answer. Rule: docs/behaviour/sign-in.md.
 */
export async function authenticate(db: Database, facts: Facts, options: Options = {}): Promise<Actor | null> {
  const { authorization } = facts.headers
  if (authorization !== undefined) {
    const key = parseApiKey(/^bearer +(\S+)$/i.exec(authorization)?.[1] ?? '')
    return key === undefined ? null : byKey(db, key, facts, options)
  }
  const session = readSessionCookie(facts.headers, options.cookieRules)
  return session === undefined ? null : bySession(db, session, facts, options)
}

async function byKey(db: Database, key: ApiKeyParts, facts: Facts, options: Options): Promise<Actor | null> {
  const tenantId = await findTenantByShort(db, key.tenant)
  if (tenantId === undefined) return null
  const row = await oneTrip(db, tenantId, (tx) => keyPrincipal(tx, key.short))
  if (row === undefined || !timingSafeEqual(row.secretHash, secretHash(key.secret))) return null
  const { keyId, scopes } = row
  if (row.isStale)
    noteUse(db, { tenantId, what: keyId }, (tx) => storeKeyUse(tx, keyId), options.onNoteError ?? ignore)
  return { ...actorOf(tenantId, row, facts), principalId: keyId, scopes, keyId, byCookie: false }
}

async function bySession(
  db: Database,
  session: SessionToken,
  facts: Facts,
  options: Options,
): Promise<Actor | null> {
  const tenantId = await findTenantByShort(db, session.tenant)
  if (tenantId === undefined) return null
  const hash = tokenHash(session.token)
  const row = await oneTrip(db, tenantId, (tx) => sessionPrincipal(tx, hash))
  if (row === undefined) return null
  const what = hash.toString('base64')
  if (row.isStale)
    noteUse(db, { tenantId, what }, (tx) => storeSessionUse(tx, hash), options.onNoteError ?? ignore)
  return {
    ...actorOf(tenantId, row, facts),
    principalId: row.personId,
    scopes: null,
    keyId: null,
    byCookie: true,
  }
}

function actorOf(tenantId: string, row: PrincipalRow, facts: Facts) {
  const { personId, role, teams } = row
  return { tenantId, personId, role, teams, cause: { requestId: facts.requestId } }
}

/**
 * Reads at most one row in a single trip: the rows are not awaited inside the transaction, so that its COMMIT is sent
 * behind the query without waiting for the answer.
 */
async function oneTrip<Row>(
  db: Database,
  tenantId: string,
  query: (tx: TenantRead) => Promise<Row[]>,
): Promise<Row | undefined> {
  let rows: Promise<Row[]> = Promise.resolve([])
  const ended = read(db, { tenantId, actorId: null }, async (tx) => {
    rows = query(tx)
    rows.catch(ignore)
  })
  // A failed query makes the COMMIT fail too; its own error says why.
  await ended.catch(async (error: unknown) => {
    await rows
    throw error
  })
  return (await rows)[0]
}

function ignore(): void {}
