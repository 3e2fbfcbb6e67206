import { type Database, registry, sql } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { findTenantBySlug, type Tenant } from './find-tenant.ts'

/**
 * The organisation that a command of the platform means: the one with this slug, or the only one there is. Rejects with
 * `not-found`, or with `choose-tenant` and their slugs when there are several.
 */
export async function chooseTenant(db: Database, slug: string | undefined): Promise<Tenant> {
  if (slug !== undefined) {
    const tenant = await findTenantBySlug(db, slug)
    if (tenant === undefined) throw new Problem('not-found', `There is no organisation "${slug}".`)
    return tenant
  }
  const tenants = await registry<Tenant>(
    db,
    sql`SELECT id, short, name, slug FROM app.tenant ORDER BY id LIMIT 20`,
  )
  const [only, ...others] = tenants
  if (only === undefined) throw new Problem('not-found', 'There is no organisation yet: set one up first.')
  if (others.length > 0)
    throw new Problem('choose-tenant', `Name one of ${tenants.map((tenant) => tenant.slug).join(', ')}.`)
  return only
}
