import pg from 'pg'

/** How this database isolates: see docs/behaviour/database-roles.md. */
export type DatabaseRoles = {
  /** `roles`: the app role owns nothing and RLS binds it. `single`: one plain owner, RLS forced upon it. */
  mode: 'roles' | 'single'
  appRole: string
  ownerRole: string
  jobsRole: string
  /** Whether each transaction must take the app role, because the connection's own user escapes RLS. */
  setRole: boolean
}

/** The addresses a process uses; with an external server most are the same. */
export type DatabaseUrls = { app: string; owner: string; jobs: string; direct: string }

type UserFacts = {
  name: string
  database: string
  superuser: boolean
  bypassrls: boolean
  createrole: boolean
}

/**
 * Finds out which mode the server allows and makes the app role where it can, once, under an advisory lock.
 * Idempotent. Rejects with the server's error when the database cannot be reached.
 */
export async function bootstrapRoles(urls: DatabaseUrls): Promise<DatabaseRoles> {
  const app = await userFacts(urls.app)
  const owner = urls.owner === urls.app ? app : await userFacts(urls.owner)
  const jobs = urls.jobs === urls.owner ? owner : await userFacts(urls.jobs)
  if (app.name !== owner.name && !app.superuser && !app.bypassrls) {
    return { mode: 'roles', appRole: app.name, ownerRole: owner.name, jobsRole: jobs.name, setRole: false }
  }
  if (owner.superuser || owner.createrole) {
    const appRole = `${owner.database}_app`.slice(0, 63)
    await makeAppRole(urls.owner, appRole, app.name)
    return { mode: 'roles', appRole, ownerRole: owner.name, jobsRole: jobs.name, setRole: true }
  }
  if (app.bypassrls || app.superuser) {
    throw new Error(
      `the database user "${app.name}" escapes row security and no role can be made: use a plain user`,
    )
  }
  return { mode: 'single', appRole: app.name, ownerRole: owner.name, jobsRole: jobs.name, setRole: false }
}

async function userFacts(url: string): Promise<UserFacts> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<UserFacts>(
      `SELECT rolname AS name, current_database() AS database, rolsuper AS superuser, rolbypassrls AS bypassrls,
        rolcreaterole AS createrole FROM pg_roles WHERE rolname = current_user`,
    )
    const row = rows[0]
    if (row === undefined) throw new Error('the database does not know its own user')
    return row
  })
}

/** Roles belong to the whole server: two desks starting at once must not both create one. */
const BOOTSTRAP_LOCK = 0x646f636b

async function makeAppRole(url: string, appRole: string, member: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [BOOTSTRAP_LOCK])
    const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [appRole])
    const role = client.escapeIdentifier(appRole)
    if (known.rowCount === 0) await client.query(`CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOBYPASSRLS`)
    const isMember = await client.query('SELECT pg_has_role($1, $2, $3) AS yes', [member, appRole, 'MEMBER'])
    if (isMember.rows[0]?.yes !== true)
      await client.query(`GRANT ${role} TO ${client.escapeIdentifier(member)}`)
    await client.query('COMMIT')
  })
}

/** Runs a few statements on a connection of its own, which is closed whatever happens. */
export async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'docket-start',
  })
  client.on('error', () => {})
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end().catch(() => {})
  }
}
