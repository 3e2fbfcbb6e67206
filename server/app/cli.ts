import { parseArgs } from 'node:util'
import { readSettings } from '../platform/config/index.ts'
import { doctor } from './doctor.ts'
import { failureSentence } from './failure-sentence.ts'
import { importCommand } from './import-command.ts'
import { keyCommand } from './key-command.ts'
import { openGround } from './open-ground.ts'
import { tenantCommand } from './tenant-command.ts'

const USAGE = `docket start                       start the desk (as npm start does)
docket migrate                     bring the database to this version and stop
docket doctor                      check database, roles, row security, disk, readers and jobs
docket key create --email A --name N --scopes a,b [--tenant SLUG]
                                   make an API key for a person; it is shown once
docket tenant create --organisation O --owner-name N --owner-email A --team T --prefix P
                                   make another organisation; the owner's password is read from DOCKET_OWNER_PASSWORD
docket mail import PATH... [--tenant SLUG] [--no-wait]
                                   take in a mail file, a folder of them, or an mbox`

type Command = (args: string[]) => Promise<number>

const COMMANDS: Record<string, Command> = {
  migrate: async () => {
    const ground = await openGround(readSettings(process.env), 'docket-migrate', say, 'command')
    await ground.close()
    say('The database fits this version.')
    return 0
  },
  doctor: () => doctor(readSettings(process.env), say),
  'key create': keyCommand,
  'tenant create': tenantCommand,
  'mail import': importCommand,
}

/** The command line of the platform. Exit codes: 0 done, 1 failed (one sentence says why), 2 wrong words. */
async function main(args: string[]): Promise<number> {
  const [first = '', second = ''] = args
  const two = COMMANDS[`${first} ${second}`]
  const one = COMMANDS[first]
  if (two !== undefined) return two(args.slice(2))
  if (one !== undefined) return one(args.slice(1))
  const { values } = parseArgs({ args, strict: false, options: { help: { type: 'boolean', short: 'h' } } })
  const asked = values.help === true || first === 'help'
  ;(asked ? process.stdout : process.stderr).write(
    `${asked ? '' : `There is no command "${args.join(' ')}".\n\n`}${USAGE}\n`,
  )
  return asked ? 0 : 2
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(isUsage(error) ? `${(error as Error).message}\n\n${USAGE}` : failureSentence(error))
    process.exit(isUsage(error) ? 2 : 1)
  },
)

function isUsage(error: unknown): boolean {
  return String((error as { code?: unknown })?.code).startsWith('ERR_PARSE_ARGS')
}
