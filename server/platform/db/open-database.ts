import { type Database, TIME_LIMITS, type TimeLimits } from './database.ts'
import { createPool } from './pool.ts'
import type { DatabaseRoles, DatabaseUrls } from './roles.ts'

const CONNECTIONS_MAX = 12

/** Opens the pool of a process. Nothing connects until the first use. */
export function openDatabase(
  urls: DatabaseUrls,
  roles: DatabaseRoles,
  name: string,
  {
    connectionsMax = CONNECTIONS_MAX,
    limits = TIME_LIMITS,
  }: { connectionsMax?: number; limits?: TimeLimits } = {},
): Database {
  // Behind a pooler in transaction mode a named statement may not be there on the next connection.
  const preparedStatements = urls.direct === urls.app
  const { connectMs } = limits
  const pool = createPool({
    ...{ url: urls.app, max: connectionsMax, applicationName: name },
    ...{ preparedStatements, connectMs },
  })
  return { pool, roles, preparedStatements, limits, clockOffsetMs: 0 }
}
