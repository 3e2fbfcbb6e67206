import { Logger, runMigrations } from 'graphile-worker'
import { type DatabaseRoles, withClient } from '../db/index.ts'
import { JOB_FUNCTIONS } from './job-store.ts'

/** graphile-worker's own lines are not ours to print: failures reach us as events. */
export const silentLogger = new Logger(() => () => {})

/**
 * Installs the queue (graphile-worker's schema, owned by the jobs role) and the one way in for the app: two SECURITY
 * DEFINER functions that stamp the tenant of the transaction and prefix the job's key with it. Idempotent.
 */
export async function installJobs(jobsUrl: string, roles: DatabaseRoles): Promise<void> {
  await runMigrations({ connectionString: jobsUrl, logger: silentLogger })
  await withClient(jobsUrl, async (client) => {
    const app = client.escapeIdentifier(roles.appRole)
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock(1685021547)')
    await client.query('CREATE SCHEMA IF NOT EXISTS jobs')
    await client.query(JOB_FUNCTIONS)
    await client.query(`GRANT USAGE ON SCHEMA jobs TO ${app}`)
    await client.query('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA jobs FROM PUBLIC')
    await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs TO ${app}`)
    await client.query('COMMIT')
  })
}
