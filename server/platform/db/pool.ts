import pg from 'pg'

/** Options of a pool; times in milliseconds. */
export type PoolOptions = {
  url: string
  max: number
  applicationName: string
  preparedStatements: boolean
  connectMs: number
}

export type Pool = pg.Pool
export type PoolClient = pg.PoolClient

const TIMESTAMPTZ = 1184
const INT8 = 20
const types = {
  getTypeParser(oid: number, format?: string) {
    if (oid === TIMESTAMPTZ) return rfc3339
    if (oid === INT8) return Number
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

/**
 * A pool whose clients pipeline: statements queued without awaiting go out in one trip. Ten connections are
 * enough for one process (32 gave no more work and four times the wait). Errors of idle clients are swallowed
 * here because the next use of the pool reports them.
 */
export function createPool(options: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectMs,
    idleTimeoutMillis: 60_000,
    pipeline: true,
    types: types as unknown as pg.CustomTypesConfig,
  } as pg.PoolConfig)
  pool.on('error', () => {})
  // One in use has no listener of the pool's: an error of its socket would end the process (seen: EPIPE when the server
  // was killed). Whoever uses it learns of it by its query, and the pool takes no broken one back.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/**
 * A timestamptz as Postgres prints it in UTC, as RFC 3339 with milliseconds. Kept as text because making a Date of
 * each was the heavy part of a list of 50.
 */
export function rfc3339(text: string): string {
  // By position, not by a pattern: a list of 50 tickets holds 300 of them.
  if (text.charCodeAt(10) !== SPACE || !text.endsWith('+00')) return oddInstant(text)
  const fraction = text.charCodeAt(19) === DOT ? text.slice(20, -3) : ''
  const milliseconds = fraction.length === 3 ? fraction : fraction.slice(0, 3).padEnd(3, '0')
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${milliseconds}Z`
}

const SPACE = 32
const DOT = 46

/** Infinity, or an instant of a session that is not in UTC. */
function oddInstant(text: string): string {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? text : at.toISOString()
}
