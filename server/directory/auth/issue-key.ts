import { SCOPES, type Scope } from '../../../contracts/route.ts'
import { type Database, sql, write } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { emailKey, personByEmail, SYSTEM_ACTOR } from '../people/index.ts'
import { chooseTenant } from './choose-tenant.ts'
import { type CreatedKey, storeNewKey } from './create-key.ts'

/**
 * Makes a key from the command line, for the person with this address; `tenantSlug` may be left out while there is one
 * organisation. Whoever runs this holds the database, so only the names are checked: an unknown organisation or person
 * is `not-found`, an unknown scope a `contract-violation`, somebody deactivated a `precondition-failed`.
 */
export async function issueKey(
  db: Database,
  input: { tenantSlug?: string | undefined; email: string; name: string; scopes: readonly string[] },
): Promise<CreatedKey> {
  const scopes = input.scopes.map(knownScope)
  const tenant = await chooseTenant(db, input.tenantSlug)
  const written = await write(db, { tenantId: tenant.id, actorId: null }, async (tx) => {
    const [person, [clock]] = await Promise.all([
      personByEmail(tx, emailKey(input.email)),
      tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
    ])
    if (person === undefined)
      throw new Problem('not-found', `Nobody in ${tenant.slug} has the address ${input.email}.`)
    if (!person.active) throw new Problem('precondition-failed', `${person.name} is deactivated.`)
    return storeNewKey(tx, {
      name: input.name,
      scopes,
      personId: person.id,
      expiresAt: undefined,
      tenantShort: tenant.short,
      now: clock?.now ?? '',
      actor: SYSTEM_ACTOR,
      cause: { by: 'command line' },
    })
  })
  return written.result
}

function knownScope(text: string): Scope {
  const scope = SCOPES.find((one) => one === text)
  if (scope === undefined)
    throw new Problem('contract-violation', `"${text}" is no scope; they are ${SCOPES.join(', ')}.`)
  return scope
}
