import { createHash } from 'node:crypto'
import { type Database, registry, type Sql, sql } from '../../platform/db/index.ts'
import { addressGroup } from './address-group.ts'
import { ADDRESS_FAILURES_MAX, delayTable, WINDOW_SECONDS } from './sign-in-delay.ts'

const DELAYS = delayTable()
const FREE_FAILURES = DELAYS.filter((delay) => delay === 0).length + 1
const FORGOTTEN_AFTER_DAYS = 1

/** The row of an account; `tenantId` is null while several tenants, or none, know the address. */
export function accountThrottleKey(tenantId: string | null, emailKey: string): Buffer {
  return createHash('sha256')
    .update(`account\n${tenantId ?? '-'}\n${emailKey}`)
    .digest()
}

/** The row of a client's address. */
export function addressThrottleKey(address: string): Buffer {
  return createHash('sha256')
    .update(`address\n${addressGroup(address)}`)
    .digest()
}

/**
 * Counts a try of an account as failed, before its password is looked at, so that tries sent at once cannot slip by
 * one another; a right password takes it back. Answers the seconds to wait when the account has to wait already; then
 * nothing is counted.
 */
export async function countAccountTry(db: Database, key: Buffer): Promise<number | undefined> {
  const counted = await registry(
    db,
    sql`WITH clock AS (SELECT ${now(db)} AS now)
    INSERT INTO app.sign_in_throttle AS t (key_hash, failures, first_failure_at, blocked_until)
    SELECT ${key}, 1, now, now + make_interval(secs => (${DELAYS}::integer[])[1]) FROM clock
    ON CONFLICT (key_hash) DO UPDATE SET (failures, first_failure_at, blocked_until) = (
      SELECT n, CASE WHEN n = 1 THEN excluded.first_failure_at ELSE t.first_failure_at END,
        excluded.first_failure_at + make_interval(secs => (${DELAYS}::integer[])[least(n, ${DELAYS.length}::integer)])
      FROM (SELECT CASE WHEN excluded.first_failure_at >= ${window()}
        + CASE WHEN t.failures < ${FREE_FAILURES}::integer THEN t.first_failure_at ELSE t.blocked_until END
        THEN 1 ELSE t.failures + 1 END AS n) AS counted)
    WHERE t.blocked_until <= excluded.first_failure_at
    RETURNING failures`,
  )
  return counted.length > 0 ? undefined : waitSeconds(db, key)
}

/** As `countAccountTry`, for a client's address: fifty failures in its window, then it waits for the window's end. */
export async function countAddressTry(db: Database, key: Buffer): Promise<number | undefined> {
  const counted = await registry(
    db,
    sql`WITH clock AS (SELECT ${now(db)} AS now)
    INSERT INTO app.sign_in_throttle AS t (key_hash, failures, first_failure_at, blocked_until)
    SELECT ${key}, 1, now, now FROM clock
    ON CONFLICT (key_hash) DO UPDATE SET (failures, first_failure_at, blocked_until) = (
      SELECT n, CASE WHEN n = 1 THEN excluded.first_failure_at ELSE t.first_failure_at END,
        CASE WHEN n >= ${ADDRESS_FAILURES_MAX}::integer THEN t.first_failure_at + ${window()}
          ELSE excluded.first_failure_at END
      FROM (SELECT CASE WHEN excluded.first_failure_at >= t.first_failure_at + ${window()}
        THEN 1 ELSE t.failures + 1 END AS n) AS counted)
    WHERE t.blocked_until <= excluded.first_failure_at
    RETURNING failures`,
  )
  return counted.length > 0 ? undefined : waitSeconds(db, key)
}

/** Takes back a try of an address that did not fail; the failures before it stay. */
export async function takeBackAddressTry(db: Database, key: Buffer): Promise<void> {
  await registry(
    db,
    sql`UPDATE app.sign_in_throttle SET failures = failures - 1, blocked_until = first_failure_at
      WHERE key_hash = ${key} AND failures > 0`,
  )
}

/** Forgets the failures of an account: its password was right. */
export async function forgetAccountTries(db: Database, key: Buffer): Promise<void> {
  await registry(db, sql`DELETE FROM app.sign_in_throttle WHERE key_hash = ${key}`)
}

/** Deletes rows that count no more; for a daily job. Answers how many. */
export async function sweepSignInThrottle(db: Database): Promise<number> {
  const gone = await registry(
    db,
    sql`DELETE FROM app.sign_in_throttle
      WHERE blocked_until < ${now(db)} - make_interval(days => ${FORGOTTEN_AFTER_DAYS}::integer) RETURNING failures`,
  )
  return gone.length
}

async function waitSeconds(db: Database, key: Buffer): Promise<number> {
  const [row] = await registry<{ seconds: number }>(
    db,
    sql`SELECT ceil(extract(epoch FROM blocked_until - ${now(db)}))::integer AS seconds
      FROM app.sign_in_throttle WHERE key_hash = ${key}`,
  )
  return Math.max(1, row?.seconds ?? 1)
}

/** Registry statements run outside a tenant's transaction, where the offset of the clock is not set. */
function now(db: Database): Sql {
  return sql`(app.now() + ${db.clockOffsetMs}::double precision * interval '1 millisecond')`
}

function window(): Sql {
  return sql`make_interval(secs => ${WINDOW_SECONDS}::integer)`
}
