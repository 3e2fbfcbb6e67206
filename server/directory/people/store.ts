import type { Person } from '../../../contracts/people.ts'
import type { Role } from '../../../contracts/route.ts'
import { sql, type TenantRead, type TenantTx } from '../../platform/db/index.ts'
import { emailHash, emailKey } from './email-address.ts'

/** A new person's row. */
export type NewPersonRow = {
  id: string
  name: string
  email: string
  role: Role
  passwordHash: string | null
  now: string
}

/** Writes a new person, and where they sign in if they have a password. The address must be free: 23505 otherwise. */
export function insertPerson(tx: TenantTx, person: NewPersonRow): void {
  const key = emailKey(person.email)
  tx.defer(sql`INSERT INTO app.person (tenant_id, id, name, email, email_key, role, password_hash, created_at, updated_at)
    VALUES (${tx.tenantId}, ${person.id}, ${person.name}, ${person.email}, ${key}, ${person.role},
      ${person.passwordHash}, ${person.now}, ${person.now})`)
  if (person.passwordHash !== null) storeLoginRoute(tx, key)
}

/**
 * Writes a requester unless the address is known, at once; answers whether it did. Where another transaction is about
 * to add the same address this waits for its end.
 */
export async function insertRequesterIfNew(
  tx: TenantTx,
  person: { id: string; name: string; email: string; now: string },
): Promise<boolean> {
  const rows =
    await tx.rows(sql`INSERT INTO app.person (tenant_id, id, name, email, email_key, role, created_at, updated_at)
    VALUES (${tx.tenantId}, ${person.id}, ${person.name}, ${person.email}, ${emailKey(person.email)}, 'EMPLOYEE',
      ${person.now}, ${person.now})
    ON CONFLICT (tenant_id, email_key) DO NOTHING RETURNING id`)
  return rows.length > 0
}

/** Locks a person to the end of the transaction; with `owners` all active owners too, in one order. */
export async function lockPerson(tx: TenantRead, id: string, owners: boolean): Promise<void> {
  await tx.rows(sql`SELECT id FROM app.person
    WHERE tenant_id = ${tx.tenantId} AND (id = ${id} OR (${owners}::boolean AND role = 'OWNER' AND active))
    ORDER BY id FOR NO KEY UPDATE`)
}

/** Writes what changed of a person and raises the version to the one given. */
export function storePerson(
  tx: TenantTx,
  person: Pick<Person, 'id' | 'name' | 'role' | 'active' | 'undoSeconds' | 'version' | 'updatedAt'>,
): void {
  tx.defer(sql`UPDATE app.person SET name = ${person.name}, role = ${person.role}, active = ${person.active},
    undo_seconds = ${person.undoSeconds}, version = ${person.version}, updated_at = ${person.updatedAt}
    WHERE tenant_id = ${tx.tenantId} AND id = ${person.id}`)
}

/** Gives a person a password and lets sign-in find them by their address. */
export function storePassword(tx: TenantTx, person: { id: string; email: string }, hash: string): void {
  tx.defer(sql`UPDATE app.person SET password_hash = ${hash}
    WHERE tenant_id = ${tx.tenantId} AND id = ${person.id}`)
  storeLoginRoute(tx, emailKey(person.email))
}

/** Puts a stronger hash of the same password in the place of `old`, unless the password was changed meanwhile. */
export function storeRehash(tx: TenantTx, personId: string, old: string, hash: string): void {
  tx.defer(sql`UPDATE app.person SET password_hash = ${hash}
    WHERE tenant_id = ${tx.tenantId} AND id = ${personId} AND password_hash = ${old}`)
}

function storeLoginRoute(tx: TenantTx, key: string): void {
  tx.defer(sql`INSERT INTO app.login_route (email_hash, tenant_id) VALUES (${emailHash(key)}, ${tx.tenantId})
    ON CONFLICT DO NOTHING`)
}
