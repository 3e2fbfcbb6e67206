import { Check, Errors } from 'typebox/value'
import { SCOPES } from '../../../contracts/route.ts'
import { type CreatedTenant, NewTenant } from '../../../contracts/setup.ts'
import { type Database, sql, type TenantTx, write } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { append } from '../../platform/log/index.ts'
import { storeNewKey } from '../auth/index.ts'
import { hashNewPassword, insertPerson, SYSTEM_ACTOR, storeMember } from '../people/index.ts'
import { insertTeam } from '../teams/index.ts'
import { dropSetupToken } from './setup-token-store.ts'
import { insertTenant, lockTenantCreation, newTenantShort } from './store.ts'

/** What higher modules add to a new tenant in its transaction, such as the default mailbox of its first team. */
export type OnTenantCreated = (tx: TenantTx, made: { tenantId: string; teamId: string; now: string }) => void

type Options = {
  onTenantCreated: OnTenantCreated
  cause: Record<string, string>
  /** Runs first, under the lock; rejects to make no tenant. */
  admit?: (tx: TenantTx) => Promise<void>
}

/**
 * Makes an organisation with its owner, its first team and a key of the owner's with every scope, all or nothing. The
 * key is shown once. Refuses with `contract-violation` what does not fit the contract of set-up.
 */
export async function createTenant(
  db: Database,
  input: NewTenant,
  options: Options,
): Promise<CreatedTenant & { slug: string }> {
  checkInput(input)
  const passwordHash = await hashNewPassword(input.owner.password, input.owner, '/owner/password')
  const tenantId = newId()
  const written = await write(db, { tenantId, actorId: null }, async (tx) => {
    await lockTenantCreation(tx)
    await options.admit?.(tx)
    return storeAll(tx, input, passwordHash, options)
  })
  return written.result
}

function checkInput(input: NewTenant): void {
  if (Check(NewTenant, input)) return
  const errors = Errors(NewTenant, input).map((error) => ({
    path: error.instancePath,
    message: error.message,
  }))
  throw new Problem('contract-violation', 'The organisation does not fit the contract of set-up.', { errors })
}

async function storeAll(
  tx: TenantTx,
  input: NewTenant,
  passwordHash: string,
  options: Options,
): Promise<CreatedTenant & { slug: string }> {
  const [clock] = await tx.rows<{ now: string }>(sql`SELECT app.now() AS now`)
  const now = clock?.now ?? ''
  const short = newTenantShort()
  const { slug } = await insertTenant(tx, { short, name: input.organisation, now })
  dropSetupToken(tx)
  const owner = { id: newId(), name: input.owner.name, email: input.owner.email, role: 'OWNER' } as const
  const team = { id: newId(), ...input.team }
  insertPerson(tx, { ...owner, passwordHash, now })
  insertTeam(tx, { ...team, position: 1, now })
  storeMember(tx, { teamId: team.id, personId: owner.id, role: 'TEAM_ADMIN' })
  appendCreation(tx, { slug, ownerId: owner.id, team, now, cause: options.cause })
  const key = storeNewKey(tx, {
    name: 'Set-up',
    scopes: SCOPES,
    personId: owner.id,
    expiresAt: undefined,
    tenantShort: short,
    now,
    actor: SYSTEM_ACTOR,
    cause: options.cause,
  })
  options.onTenantCreated(tx, { tenantId: tx.tenantId, teamId: team.id, now })
  return {
    tenant: { id: tx.tenantId, name: input.organisation },
    owner: { id: owner.id },
    team: { id: team.id, prefix: team.prefix },
    apiKey: key.apiKey,
    slug,
  }
}

function appendCreation(
  tx: TenantTx,
  made: {
    slug: string
    ownerId: string
    team: { id: string; prefix: string }
    now: string
    cause: Record<string, string>
  },
): void {
  const { team, ownerId, now: at, cause } = made
  const facts = { visibility: 'INTERNAL', actor: SYSTEM_ACTOR, at, cause } as const
  append(tx, { ...facts, type: 'admin.tenant_created', refs: { tenantId: tx.tenantId, slug: made.slug } })
  append(tx, { ...facts, type: 'admin.person_created', refs: { personId: ownerId, role: 'OWNER' } })
  append(tx, { ...facts, type: 'admin.team_created', refs: { teamId: team.id, prefix: team.prefix } })
  append(tx, {
    ...facts,
    type: 'admin.member_added',
    changes: [{ field: 'role', from: null, to: 'TEAM_ADMIN' }],
    refs: { teamId: team.id, personId: ownerId },
  })
}
