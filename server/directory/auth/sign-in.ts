import type { SignedIn } from '../../../contracts/session.ts'
import { type Database, read, write } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import {
  credentialsByEmail,
  emailHash,
  emailKey,
  hashPassword,
  needsRehash,
  type PersonBrief,
  verifyPassword,
} from '../people/index.ts'
import { findTenantByHost, findTenantBySlug, findTenantsByLogin, type Tenant } from './find-tenant.ts'
import { csrfTokenOf, type SessionToken } from './session-token.ts'
import {
  accountThrottleKey,
  addressThrottleKey,
  countAccountTry,
  countAddressTry,
  forgetAccountTries,
  takeBackAddressTry,
} from './sign-in-throttle-store.ts'
import { startSession } from './start-session.ts'

/** What a browser sends to sign in, and from where. `host` is the name it was sent to, without a port. */
export type SignIn = {
  email: string
  password: string
  slug: string | undefined
  host: string
  remoteAddress: string
  previous: SessionToken | undefined
  requestId: string
}

type Login = PersonBrief & { passwordHash: string | null; tenant: Tenant }

/** Stands in where nobody has the address, so that the same is read and hashed. No tenant has this id. */
const NOBODYS_TENANT: Tenant = { id: '00000000-0000-0000-0000-000000000000', short: '', name: '', slug: '' }

/**
 * Signs somebody in with a password. An unknown account, a wrong password and somebody deactivated are one
 * `wrong-credentials`, after the same work. Refuses with `too-many-requests` while the account or the client's address
 * has to wait, and with `choose-tenant` where the password is right in several organisations. Rejects, and lets nobody
 * in, when failures cannot be counted. Rule: docs/behaviour/sign-in.md.
 */
export async function signIn(
  db: Database,
  input: SignIn,
): Promise<{ signedIn: SignedIn; session: SessionToken }> {
  const key = emailKey(input.email)
  const tenants = await candidateTenants(db, input, key)
  const address = addressThrottleKey(input.remoteAddress)
  const account = accountThrottleKey(tenants.length === 1 ? (tenants[0]?.id ?? null) : null, key)
  await countTry(db, address, account)
  const right = await rightLogins(db, tenants.length === 0 ? [NOBODYS_TENANT] : tenants, key, input.password)
  const [login] = right
  if (login === undefined)
    throw new Problem('wrong-credentials', 'No account here has this address and password.')
  await Promise.all([forgetAccountTries(db, account), takeBackAddressTry(db, address)])
  if (right.length > 1) throw chooseTenant(right)
  const session = await start(db, login, input)
  const { id, name, email, role, tenant } = login
  return {
    session,
    signedIn: {
      person: { id, name, email, role },
      tenant: { id: tenant.id, name: tenant.name, slug: tenant.slug },
      csrfToken: csrfTokenOf(session.token),
    },
  }
}

/** By what was typed, else by the host, else wherever the address has a password. */
async function candidateTenants(db: Database, input: SignIn, key: string): Promise<Tenant[]> {
  if (input.slug !== undefined) {
    const tenant = await findTenantBySlug(db, input.slug)
    return tenant === undefined ? [] : [tenant]
  }
  const tenant = await findTenantByHost(db, input.host)
  return tenant === undefined ? findTenantsByLogin(db, emailHash(key)) : [tenant]
}

async function countTry(db: Database, address: Buffer, account: Buffer): Promise<void> {
  const addressWait = await countAddressTry(db, address)
  if (addressWait !== undefined) throw tooMany(addressWait)
  const accountWait = await countAccountTry(db, account)
  if (accountWait !== undefined) throw tooMany(accountWait)
}

async function rightLogins(
  db: Database,
  tenants: readonly Tenant[],
  key: string,
  password: string,
): Promise<Login[]> {
  const right: Login[] = []
  for (const tenant of tenants) {
    const found = await read(db, { tenantId: tenant.id, actorId: null }, (tx) => credentialsByEmail(tx, key))
    const fits = await verifyPassword(found?.passwordHash ?? null, password)
    if (fits && found?.active === true) right.push({ ...found, tenant })
  }
  return right
}

async function start(db: Database, login: Login, input: SignIn): Promise<SessionToken> {
  const old = login.passwordHash
  const rehash =
    old !== null && needsRehash(old) ? { old, hash: await hashPassword(input.password) } : undefined
  const previous = input.previous?.tenant === login.tenant.short ? input.previous : undefined
  const scope = { tenantId: login.tenant.id, actorId: login.id }
  const cause = { requestId: input.requestId }
  const written = await write(db, scope, (tx) =>
    startSession(tx, { personId: login.id, tenantShort: login.tenant.short, previous, rehash, cause }),
  )
  return written.result
}

function tooMany(seconds: number): Problem {
  return new Problem('too-many-requests', 'Too many failed sign-ins; wait a little and try again.', {
    headers: { 'retry-after': String(seconds) },
  })
}

function chooseTenant(right: readonly Login[]): Problem {
  return new Problem('choose-tenant', 'Several organisations know this address: send one as "tenant".', {
    extra: { tenants: right.map(({ tenant }) => tenant.slug) },
  })
}
