import type { Scope } from '../../../contracts/route.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { append, type EventActor } from '../../platform/log/index.ts'
import { type Actor, eventActor, personById } from '../people/index.ts'
import { formatApiKey, newApiKey, secretHash } from './api-key-format.ts'
import { insertKey } from './api-key-store.ts'

/** The input of `createKey`. */
export type NewKey = {
  name: string
  scopes: readonly Scope[]
  personId: string | undefined
  expiresAt: string | undefined
}

/** A new key; `apiKey` is shown once and never stored. */
export type CreatedKey = { id: string; name: string; scopes: Scope[]; apiKey: string }

/**
 * Makes a key for the actor, or, by an owner, for somebody else. A key gives on no scope that it lacks itself, and only
 * an owner makes keys for others: `forbidden`. Refuses an expiry in the past with `contract-violation` and a
 * deactivated person with `precondition-failed`. Rule: docs/behaviour/sign-in.md.
 */
export async function createKey(tx: TenantTx, actor: Actor, input: NewKey): Promise<CreatedKey> {
  const personId = input.personId ?? actor.personId
  if (personId !== actor.personId && actor.role !== 'OWNER')
    throw new Problem('forbidden', 'Only an owner makes keys for somebody else.')
  const lacking = input.scopes.find((scope) => actor.scopes !== null && !actor.scopes.includes(scope))
  if (lacking !== undefined)
    throw new Problem('forbidden', `Your key lacks the scope "${lacking}" and cannot give it on.`)
  const expiresAt = input.expiresAt === undefined ? undefined : inUtc(input.expiresAt)
  const [person, [standing]] = await Promise.all([
    personById(tx, personId),
    tx.rows<{ now: string; tenantShort: string; isPast: boolean | null }>(
      sql`SELECT app.now() AS now, short AS "tenantShort", ${expiresAt}::timestamptz <= app.now() AS "isPast"
        FROM app.tenant WHERE id = ${tx.tenantId}`,
    ),
  ])
  if (person === undefined) throw notFound('person')
  if (!person.active) throw new Problem('precondition-failed', 'This person is deactivated.')
  if (standing?.isPast === true) throw expired()
  return storeNewKey(tx, {
    ...input,
    expiresAt,
    personId,
    tenantShort: standing?.tenantShort ?? '',
    now: standing?.now ?? '',
    actor: eventActor(actor),
    cause: actor.cause,
  })
}

/** The instant in UTC; PostgreSQL refuses years and offsets that RFC 3339 allows. Before 1970 is past in any case. */
function inUtc(instant: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime()) || at.getTime() < 0) throw expired()
  return at.toISOString()
}

/** Writes a new key and its fact, whoever makes it: an actor, set-up, or the command line. */
export function storeNewKey(
  tx: TenantTx,
  input: {
    name: string
    scopes: readonly Scope[]
    personId: string
    expiresAt: string | undefined
    tenantShort: string
    now: string
    actor: EventActor
    cause: Record<string, string>
  },
): CreatedKey {
  const { name, personId, now } = input
  const scopes = [...input.scopes]
  const id = newId()
  const key = newApiKey(input.tenantShort)
  insertKey(tx, {
    id,
    short: key.short,
    secretHash: secretHash(key.secret),
    name,
    personId,
    scopes,
    now,
    expiresAt: input.expiresAt ?? null,
  })
  append(tx, {
    type: 'admin.key_created',
    visibility: 'INTERNAL',
    actor: input.actor,
    at: now,
    cause: input.cause,
    refs: { keyId: id, personId, scopes },
  })
  return { id, name, scopes, apiKey: formatApiKey(key) }
}

function expired(): Problem {
  return new Problem('contract-violation', 'The key would have ended already.', {
    errors: [{ path: '/expiresAt', message: 'must be in the future' }],
  })
}
