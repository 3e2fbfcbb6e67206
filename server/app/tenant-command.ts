import { makeDefaultMailbox } from '../delivery/email/index.ts'
import { createTenant } from '../directory/tenants/index.ts'
import { readSettings } from '../platform/config/index.ts'
import { openGround } from './open-ground.ts'
import { readOptions } from './required-options.ts'

/** `docket tenant create`: another organisation on the same desk. The password comes by the environment, so no list of processes shows it. */
export async function tenantCommand(args: string[]): Promise<number> {
  const options = readOptions(args, ['organisation', 'owner-name', 'owner-email', 'team', 'prefix'], [])
  const { DOCKET_OWNER_PASSWORD: password = '', ...env } = process.env
  const ground = await openGround(readSettings(env), 'docket-tenant', () => {}, 'command')
  try {
    const created = await createTenant(
      ground.db,
      {
        organisation: options.organisation,
        owner: { name: options['owner-name'], email: options['owner-email'], password },
        team: { name: options.team, prefix: options.prefix },
      },
      { onTenantCreated: makeDefaultMailbox, cause: { by: 'command line' } },
    )
    process.stdout.write(`${JSON.stringify(created, null, 2)}\n`)
    return 0
  } finally {
    await ground.close()
  }
}
