import { parseArgs } from 'node:util'
import {
  type ImportReport,
  importMail,
  importReport,
  mailJobs,
  waitForImport,
} from '../delivery/email/index.ts'
import { chooseTenant } from '../directory/auth/index.ts'
import { readSettings } from '../platform/config/index.ts'
import { runJobs } from '../platform/jobs/index.ts'
import { createLog } from '../platform/observability/index.ts'
import { createDiskStorage } from '../platform/storage/index.ts'
import { type OpenGround, openGround } from './open-ground.ts'

/**
 * `docket mail import PATH...`: takes in mail files, folders and mboxes, then waits until each mail is final and prints
 * what became of them. Works beside a running desk, and helps it with the work. Importing again adds nothing.
 */
export async function importCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { tenant: { type: 'string' }, mailbox: { type: 'string' }, 'no-wait': { type: 'boolean' } },
  })
  if (positionals.length === 0)
    throw Object.assign(new Error('Name a file, a folder or an mbox.'), { code: 'ERR_PARSE_ARGS_MISSING' })
  const settings = readSettings(process.env)
  const ground = await openGround(settings, 'docket-import', () => {}, 'command')
  try {
    const tenant = await chooseTenant(ground.db, values.tenant)
    const target = {
      tenantId: tenant.id,
      ...(values.mailbox === undefined ? {} : { mailbox: values.mailbox }),
    }
    const imported = await importMail(ground.db, target, positionals, ({ read }) => progress(`read ${read}`))
    say(`\rread ${imported.read}, new ${imported.stored}, known ${imported.known}`)
    for (const { from, why } of imported.unreadable) say(`not read: ${from}: ${why}`)
    if (values['no-wait'] !== true) await decideAll(ground, settings.logLevel, tenant.id, imported.importId)
    return imported.unreadable.length === 0 ? 0 : 1
  } finally {
    await ground.close()
  }
}

async function decideAll(
  ground: OpenGround,
  logLevel: string,
  tenantId: string,
  importId: string,
): Promise<void> {
  const { db, urls, filesFolder } = ground
  const log = createLog(logLevel)
  const bulk = mailJobs({ db, storage: createDiskStorage(filesFolder) })
  const jobs = await runJobs(db, urls.jobs, { timely: {}, bulk }, (task, error) =>
    log.error({ task, err: error }, 'a job failed'),
  )
  try {
    await waitForImport(db, tenantId, importId, (count) => progress(`${count} to be decided`))
  } finally {
    await jobs.stop()
  }
  printReport(await importReport(db, tenantId, importId))
}

function printReport({ states, answering }: ImportReport): void {
  say('\rfinal states:            ')
  for (const { state, reason, count } of states)
    say(`  ${String(count).padStart(7)}  ${state}${reason === null ? '' : ` (${reason})`}`)
  say(
    `answers to another mail: ${answering.total}; matched by header ${answering.matchedByHeader}, of these appended ${answering.appended},`,
  )
  say(
    `  held ${answering.held}, linked ${answering.linked}; put aside ${answering.putAside}; on their own ${answering.alone}`,
  )
}

function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${text}        `)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
