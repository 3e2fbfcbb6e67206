import { timingSafeEqual } from 'node:crypto'
import type { CreatedTenant, NewTenant } from '../../../contracts/setup.ts'
import type { Database } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { createTenant, type OnTenantCreated } from './create-tenant.ts'
import { setupTokenHash, takeSetupToken, waitingSetupToken } from './setup-token-store.ts'

/**
 * Makes the first organisation for whoever has the one-time token. A wrong token is `wrong-setup-token`, one that was
 * used `gone`; of several calls at once exactly one succeeds. Rule: docs/behaviour/sign-in.md.
 */
export async function setUp(
  db: Database,
  input: NewTenant & { token: string },
  options: { onTenantCreated: OnTenantCreated; cause: Record<string, string> },
): Promise<CreatedTenant> {
  const { token, ...tenant } = input
  const waiting = await waitingSetupToken(db)
  if (waiting === undefined) throw gone()
  const hash = setupTokenHash(token)
  if (!timingSafeEqual(hash, waiting))
    throw new Problem('wrong-setup-token', 'This is not the token that the last start of Docket printed.')
  const { slug: _, ...created } = await createTenant(db, tenant, {
    ...options,
    async admit(tx) {
      if (!(await takeSetupToken(tx, hash))) throw gone()
    },
  })
  return created
}

function gone(): Problem {
  return new Problem('gone', 'This desk was set up already: sign in.')
}
