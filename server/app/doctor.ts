import { statfs } from 'node:fs/promises'
import type { Settings } from '../platform/config/index.ts'
import { readMigrations, withClient } from '../platform/db/index.ts'
import { failureSentence } from './failure-sentence.ts'
import { type OpenGround, openGround } from './open-ground.ts'
import { sharesSessions } from './pooler-check.ts'

/** What a check found: `fails` must be mended, `warns` should be known. */
export type Finding = { level: 'ok' | 'warns' | 'fails'; what: string }

const FREE_BYTES_MIN = 1024 ** 3
const JOB_AGE_SECONDS_MAX = 60

/** `docket doctor`: checks what a desk stands on and says what to do. Answers 1 when something fails. */
export async function doctor(settings: Settings, say: (line: string) => void): Promise<number> {
  const findings = [await checkDisk(settings.dataDir)]
  try {
    const ground = await openGround(settings, 'docket-doctor', () => {}, 'look')
    try {
      findings.push(await checkSessions(ground.urls.direct), ...(await checkDatabase(ground)))
    } finally {
      await ground.close()
    }
  } catch (error) {
    findings.push({ level: 'fails', what: failureSentence(error) })
  }
  for (const { level, what } of findings) say(`${level.padEnd(5)}  ${what}`)
  return findings.some((finding) => finding.level === 'fails') ? 1 : 0
}

async function checkDisk(folder: string): Promise<Finding> {
  const stats = await statfs(folder).catch(() => undefined)
  if (stats === undefined)
    return { level: 'warns', what: `disk: ${folder} does not exist yet; the first start makes it` }
  const free = stats.bavail * stats.bsize
  const shown = `${(free / 1024 ** 3).toFixed(1)} GiB free at ${folder}`
  return free < FREE_BYTES_MIN
    ? { level: 'fails', what: `disk: ${shown}; free some space, or move DATA_DIR` }
    : { level: 'ok', what: `disk: ${shown}` }
}

async function checkSessions(directUrl: string): Promise<Finding> {
  return (await sharesSessions(directUrl))
    ? {
        level: 'fails',
        what: 'connections: a pooler in transaction mode stands before the database; set DATABASE_DIRECT_URL to the server itself',
      }
    : { level: 'ok', what: 'connections: each has a session of its own' }
}

async function checkDatabase({ urls, roles }: OpenGround): Promise<Finding[]> {
  return withClient(urls.owner, async (client) => {
    const one = async <Row>(text: string): Promise<Row> => (await client.query(text)).rows[0] as Row
    const version = await one<{ num: number; name: string }>(
      `SELECT current_setting('server_version_num')::int AS num, current_setting('server_version') AS name`,
    )
    const schema = await one<{ made: boolean }>(`SELECT to_regclass('app.mailbox') IS NOT NULL AS made`)
    if (!schema.made)
      return [
        { level: 'fails', what: 'migrations: the database is empty; run "docket migrate" or start the desk' },
      ]
    const applied = await one<{ count: number }>('SELECT count(*)::int AS count FROM app.migration')
    const loose = await one<{
      count: number
    }>(`SELECT count(*)::int AS count FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
      WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r' AND NOT c.relrowsecurity
        AND c.relname NOT IN ('tenant_host', 'tenant_counter', 'log_reader', 'login_route', 'inbound_route')`)
    const readers = (
      await client.query<{
        reader: string
        lag: string
      }>(`SELECT r.reader, sum(c.last_seq - r.position) AS lag
      FROM app.log_reader r JOIN app.tenant_counter c ON c.tenant_id = r.tenant_id GROUP BY r.reader`)
    ).rows
    const jobs = await withClient(
      urls.jobs,
      async (jobsClient) =>
        (
          await jobsClient.query<{ age: number | null; failed: number }>(
            `SELECT extract(epoch FROM now() - min(run_at) FILTER (WHERE run_at < now() AND attempts < max_attempts AND locked_at IS NULL))::int AS age,
        count(*) FILTER (WHERE attempts >= max_attempts)::int AS failed FROM graphile_worker.jobs`,
          )
        ).rows[0],
    )
    const aside = await one<{
      events: number
      mails: number
    }>(`SELECT (SELECT count(*)::int FROM app.reader_parked) AS events,
      (SELECT count(*)::int FROM app.inbound WHERE state = 'QUARANTINED') AS mails`).catch(() => ({
      events: 0,
      mails: 0,
    }))
    return [
      ...parkedFindings(aside),
      version.num >= 150_000
        ? { level: 'ok', what: `database: PostgreSQL ${version.name}` }
        : {
            level: 'fails',
            what: `database: PostgreSQL ${version.name} is too old; Docket needs 15 or newer`,
          },
      applied.count >= readMigrations().length
        ? { level: 'ok', what: `migrations: ${applied.count} applied` }
        : { level: 'fails', what: 'migrations: some are missing; run "docket migrate"' },
      roleFinding(roles),
      loose.count === 0
        ? { level: 'ok', what: 'row security: on for every table of tenants' }
        : {
            level: 'fails',
            what: `row security: off for ${loose.count} tables; run "docket migrate", then ask who switched it off`,
          },
      ...readers.map(
        ({ reader, lag }): Finding =>
          Number(lag) > 10_000
            ? { level: 'warns', what: `reader ${reader}: ${lag} events behind; is a worker running?` }
            : { level: 'ok', what: `reader ${reader}: ${lag} events behind` },
      ),
      (jobs?.age ?? 0) > JOB_AGE_SECONDS_MAX
        ? { level: 'warns', what: `jobs: the oldest waits for ${jobs?.age} s; is a worker running?` }
        : { level: 'ok', what: 'jobs: none waits' },
      ...((jobs?.failed ?? 0) > 0
        ? [{ level: 'warns', what: `jobs: ${jobs?.failed} failed for good; the log says why` } as Finding]
        : []),
    ]
  })
}

function roleFinding({ mode, appRole, setRole }: OpenGround['roles']): Finding {
  if (mode === 'roles')
    return {
      level: 'ok',
      what: `roles: requests run as "${appRole}"${setRole ? ', taken in every transaction' : ''}`,
    }
  return {
    level: 'warns',
    what: `roles: one plain owner; row security is forced upon it, but it could lift it. Stronger: CREATE ROLE docket_app LOGIN PASSWORD '...'; put its URL into DATABASE_URL and the owner's into DATABASE_OWNER_URL`,
  }
}

/** Where row security is forced on the owner too, the counts of all tenants cannot be seen and read 0. */
function parkedFindings({ events, mails }: { events: number; mails: number }): Finding[] {
  const found: Finding[] = []
  if (events > 0)
    found.push({
      level: 'warns',
      what: `readers: ${events} events are parked; an owner sees them at /api/v1/parked-events`,
    })
  if (mails > 0)
    found.push({
      level: 'warns',
      what: `mail: ${mails} in quarantine; see /api/v1/inbound?state=QUARANTINED`,
    })
  return found
}
