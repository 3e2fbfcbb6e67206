import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { DATABASE } from './connection-url.ts'
import { type Credentials, LOGIN_ROLES, scramVerifier } from './credentials.ts'

const BOOTSTRAP_VERSION = 1

/**
 * Sees to the database and its three login roles, and tells whether the database was made now. Repeats itself until it
 * has once come to its end: the mark it then leaves on the database also notices new passwords. Only the three roles
 * may connect; `docket_owner` owns the database, the owner and the jobs role may create schemas, nobody temporary tables.
 */
export async function ensureDatabase(
  superuser: Client,
  credentials: Credentials,
): Promise<{ created: boolean }> {
  const mark = bootstrapMark(credentials)
  const before = await readMark(superuser)
  if (before.mark === mark) return { created: false }
  // Two desks that start at once take turns.
  await superuser.query('SELECT pg_advisory_lock(hashtext($1))', [DATABASE])
  const now = await readMark(superuser)
  if (now.mark !== mark) {
    await ensureRoles(superuser, credentials)
    if (!now.exists) await superuser.query(`CREATE DATABASE ${DATABASE} OWNER docket_owner`)
    await grantAccess(superuser)
    await superuser.query(`COMMENT ON DATABASE ${DATABASE} IS '${mark}'`)
  }
  await superuser.query('SELECT pg_advisory_unlock(hashtext($1))', [DATABASE])
  return { created: !now.exists }
}

async function readMark(superuser: Client): Promise<{ exists: boolean; mark: string | null }> {
  const { rows } = await superuser.query<{ mark: string | null }>(
    `SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = $1`,
    [DATABASE],
  )
  return { exists: rows.length > 0, mark: rows[0]?.mark ?? null }
}

async function ensureRoles(superuser: Client, credentials: Credentials): Promise<void> {
  const { rows } = await superuser.query<{ rolname: string }>('SELECT rolname FROM pg_roles')
  const existing = new Set(rows.map((row) => row.rolname))
  for (const role of LOGIN_ROLES) {
    const verb = existing.has(role) ? 'ALTER' : 'CREATE'
    const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS'
    await superuser.query(`${verb} ROLE ${role} ${rights} PASSWORD '${scramVerifier(credentials[role])}'`)
  }
}

async function grantAccess(superuser: Client): Promise<void> {
  const roles = LOGIN_ROLES.join(', ')
  await superuser.query(`
    REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC;
    REVOKE TEMPORARY ON DATABASE ${DATABASE} FROM ${roles};
    GRANT CONNECT ON DATABASE ${DATABASE} TO ${roles};
    GRANT CREATE ON DATABASE ${DATABASE} TO docket_owner, docket_jobs;
    REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC`)
}

function bootstrapMark(credentials: Credentials): string {
  const passwords = LOGIN_ROLES.map((role) => credentials[role]).join(' ')
  const hash = createHash('sha256').update(passwords).digest('hex').slice(0, 16)
  return `docket bootstrap ${BOOTSTRAP_VERSION} ${hash}`
}
