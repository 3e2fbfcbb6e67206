import { issueKey } from '../directory/auth/index.ts'
import { readSettings } from '../platform/config/index.ts'
import { openGround } from './open-ground.ts'
import { readOptions } from './required-options.ts'

/** `docket key create`: makes an API key for a person and prints it, once, alone on standard output. */
export async function keyCommand(args: string[]): Promise<number> {
  const { email, name, scopes, tenant } = readOptions(args, ['email', 'name', 'scopes'], ['tenant'])
  const ground = await openGround(readSettings(process.env), 'docket-key', () => {}, 'command')
  try {
    const key = await issueKey(ground.db, { tenantSlug: tenant, email, name, scopes: scopes.split(',') })
    process.stdout.write(`${key.apiKey}\n`)
    return 0
  } finally {
    await ground.close()
  }
}
