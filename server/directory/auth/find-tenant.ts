import { type Database, registry, sql } from '../../platform/db/index.ts'

/** An organisation as the registry knows it. `short` stands in keys and cookies, `slug` is what people type. */
export type Tenant = { id: string; short: string; name: string; slug: string }

const idsByShort = new WeakMap<Database, Map<string, string>>()

/**
 * The id of the tenant whose short name stands in a key or cookie. Found ones are kept in the process, because a
 * tenant keeps its short name for ever; unknown ones are asked for again, so that a new tenant is known at once.
 */
export async function findTenantByShort(db: Database, short: string): Promise<string | undefined> {
  let known = idsByShort.get(db)
  if (known === undefined) {
    known = new Map()
    idsByShort.set(db, known)
  }
  const id = known.get(short)
  if (id !== undefined) return id
  const [row] = await registry<{ id: string }>(db, sql`SELECT id FROM app.tenant WHERE short = ${short}`)
  if (row !== undefined) known.set(short, row.id)
  return row?.id
}

/** The tenant with this slug. */
export async function findTenantBySlug(db: Database, slug: string): Promise<Tenant | undefined> {
  const rows = await registry<Tenant>(
    db,
    sql`SELECT id, short, name, slug FROM app.tenant WHERE slug = ${slug}`,
  )
  return rows[0]
}

/** The tenant that a host name, in lower case and without a port, belongs to. */
export async function findTenantByHost(db: Database, host: string): Promise<Tenant | undefined> {
  const rows = await registry<Tenant>(
    db,
    sql`SELECT t.id, t.short, t.name, t.slug FROM app.tenant_host h JOIN app.tenant t ON t.id = h.tenant_id
      WHERE h.host = ${host}`,
  )
  return rows[0]
}

const TENANTS_MAX = 20

/** The tenants where the address with this hash has a password; at most 20, oldest first. */
export async function findTenantsByLogin(db: Database, emailHash: Buffer): Promise<Tenant[]> {
  return registry<Tenant>(
    db,
    sql`SELECT t.id, t.short, t.name, t.slug FROM app.login_route r JOIN app.tenant t ON t.id = r.tenant_id
      WHERE r.email_hash = ${emailHash} ORDER BY t.id LIMIT ${TENANTS_MAX}`,
  )
}
