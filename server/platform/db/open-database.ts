import type { Database } from './database.ts'
import { createPool } from './pool.ts'
import type { DatabaseRoles, DatabaseUrls } from './roles.ts'

const CONNECTIONS_MAX = 12

/** Opens the pool of a process. Nothing connects until the first use. */
export function openDatabase(
  urls: DatabaseUrls,
  roles: DatabaseRoles,
  name: string,
  connectionsMax = CONNECTIONS_MAX,
): Database {
  // Behind a pooler in transaction mode a named statement may not be there on the next connection.
  const preparedStatements = urls.direct === urls.app
  const pool = createPool({ url: urls.app, max: connectionsMax, applicationName: name, preparedStatements })
  return { pool, roles, preparedStatements, clockOffsetMs: 0 }
}
