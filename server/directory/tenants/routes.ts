import * as contracts from '../../../contracts/setup.ts'
import type { Database } from '../../platform/db/index.ts'
import { publicRoute, type Route } from '../../platform/http/index.ts'
import { checkOrigin } from '../auth/index.ts'
import type { Actor } from '../people/index.ts'
import type { OnTenantCreated } from './create-tenant.ts'
import { setUp } from './set-up.ts'

/** The route of the first set-up. */
export function setupRoutes(deps: {
  db: Database
  onTenantCreated: OnTenantCreated
  publicUrl?: string | undefined
}): Route<Actor>[] {
  return [
    publicRoute(contracts.setUp, async (call) => {
      checkOrigin(call, deps.publicUrl)
      const { onTenantCreated } = deps
      const created = await setUp(deps.db, call.body, {
        onTenantCreated,
        cause: { requestId: call.requestId },
      })
      return { status: 201, body: created }
    }),
  ]
}
