import { createTenant } from '../../server/directory/tenants/index.ts'
import type { Database } from '../../server/platform/db/index.ts'

/** A second organisation on the same desk, with its owner's key: for what must stay apart. */
export async function otherTenant(
  db: Database,
): Promise<{ apiKey: string; tenantId: string; ownerId: string; teamId: string; slug: string }> {
  const made = await createTenant(
    db,
    {
      organisation: 'Other Company',
      owner: { name: 'Oscar', email: 'oscar@other.example', password: 'another long password' },
      team: { name: 'Helpers', prefix: 'IT' },
    },
    { onTenantCreated: () => {}, cause: {} },
  )
  return {
    apiKey: made.apiKey,
    tenantId: made.tenant.id,
    ownerId: made.owner.id,
    teamId: made.team.id,
    slug: made.slug,
  }
}
