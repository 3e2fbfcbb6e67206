import { type Database, registry, sql } from '../../platform/db/index.ts'

/**
 * What somebody who is not signed in may know: whether an organisation is here, and the name of the one that the host
 * belongs to, or of the only one. `host` may end in a port.
 */
export async function publicName(
  db: Database,
  host: string,
): Promise<{ name: string | null; isSetUp: boolean }> {
  const hostName = host.replace(/:\d+$/, '').toLowerCase()
  const rows = await registry<{ name: string; isHost: boolean }>(
    db,
    sql`SELECT t.name, h.host IS NOT NULL AS "isHost"
      FROM app.tenant t LEFT JOIN app.tenant_host h ON h.tenant_id = t.id AND h.host = ${hostName}
      ORDER BY h.host IS NULL, t.id LIMIT 2`,
  )
  const [first] = rows
  const isKnown = first !== undefined && (first.isHost || rows.length === 1)
  return { name: isKnown ? first.name : null, isSetUp: first !== undefined }
}
