import type { InboundState } from '../../../contracts/inbound.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { addJobs } from '../../platform/jobs/index.ts'
import { insertInbound } from './inbound-store.ts'
import type { MailIdentity } from './mail-identity.ts'
import { mailJob } from './mail-job.ts'
import { knownMails } from './queries.ts'

/** A raw mail handed in. Without a mailbox it is kept, suspended; `exempt` ones count towards no limit on floods. */
export type ReceiveMail = {
  raw: Buffer
  identity: MailIdentity
  mailboxId: string | null
  recipient: string | null
  exempt: boolean
  importId: string | null
  requestId: string | null
}

/**
 * Keeps raw mails durably, each with its job, before anything of them is looked at; in the order given. One whose
 * bytes are known adds nothing and answers the known one. One trip for all.
 */
export async function receiveMail(
  tx: TenantTx,
  mails: readonly ReceiveMail[],
): Promise<{ id: string; state: InboundState; known: boolean }[]> {
  const rows = mails.map(({ identity, ...mail }) => ({ ...mail, ...identity, id: newId() }))
  const [fresh, known] = await Promise.all([
    Promise.all(rows.map((row) => insertInbound(tx, row))),
    knownMails(
      tx,
      rows.map((row) => row.externalId),
    ),
  ])
  const jobs = rows.filter((row, i) => fresh[i] === true && row.mailboxId !== null)
  addJobs(
    tx,
    jobs.map((row) => mailJob(row.id, { imported: row.importId !== null })),
  )
  return rows.map((row, i) => {
    const kept = known.get(row.externalId.toString('hex'))
    if (kept === undefined) throw new Error('a mail that was just kept is not there')
    return { ...kept, known: fresh[i] !== true }
  })
}
