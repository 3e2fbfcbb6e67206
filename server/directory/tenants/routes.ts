import type { CreatedTenant, SetUpTenant } from '../../../contracts/setup.ts'
import * as contracts from '../../../contracts/setup.ts'
import type { Database } from '../../platform/db/index.ts'
import { publicRoute, type Route } from '../../platform/http/index.ts'
import { checkOrigin } from '../auth/index.ts'
import type { Actor } from '../people/index.ts'
import type { OnTenantCreated } from './create-tenant.ts'
import { setUp } from './set-up.ts'

/** Fills the new desk with a sample, for its owner; answers the key of the ticket to look at first. */
export type FillSampleDesk = (owner: Actor) => Promise<string | null>

/** The route of the first set-up. A sample that cannot be loaded is no reason to fail: the answer says so. */
export function setupRoutes(deps: {
  db: Database
  onTenantCreated: OnTenantCreated
  fillSampleDesk: FillSampleDesk
  onFillError: (error: unknown) => void
  publicUrl?: string | undefined
}): Route<Actor>[] {
  return [
    publicRoute(contracts.setUp, async (call) => {
      checkOrigin(call, deps.publicUrl)
      const { onTenantCreated } = deps
      const { sampleDesk, ...input } = call.body
      const cause = { requestId: call.requestId }
      const created = await setUp(deps.db, input, { onTenantCreated, cause })
      const sample = sampleDesk === true ? await fill(deps, created, cause) : {}
      return { status: 201, body: { ...created, ...sample } satisfies SetUpTenant }
    }),
  ]
}

async function fill(
  deps: { fillSampleDesk: FillSampleDesk; onFillError: (error: unknown) => void },
  { tenant, owner, team }: CreatedTenant,
  cause: Record<string, string>,
): Promise<Pick<SetUpTenant, 'sampleDesk' | 'firstTicketKey'>> {
  const { id: personId } = owner
  const teams = [{ id: team.id, role: 'TEAM_ADMIN' }] as const
  const who = { tenantId: tenant.id, principalId: personId, personId, role: 'OWNER', teams } as const
  try {
    const key = await deps.fillSampleDesk({ ...who, scopes: null, keyId: null, byCookie: false, cause })
    return { sampleDesk: 'LOADED', ...(key === null ? {} : { firstTicketKey: key }) }
  } catch (error) {
    deps.onFillError(error)
    return { sampleDesk: 'FAILED' }
  }
}
