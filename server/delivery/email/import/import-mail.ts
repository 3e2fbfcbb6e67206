import { type Database, read, write } from '../../../platform/db/index.ts'
import { newId } from '../../../platform/ids/index.ts'
import { mailIdentity } from '../mail-identity.ts'
import { knownMails, listMailboxes } from '../queries.ts'
import { type ReceiveMail, receiveMail } from '../receive-mail.ts'
import { chooseMailbox } from '../recipient.ts'
import { mailsAt } from './mail-files.ts'

/** How far an import is. `read` counts mails found; `known` those that were there before. */
export type ImportProgress = { read: number; stored: number; known: number }
/** What an import did; `importId` names its mails, `unreadable` the files that could not be kept. */
export type Imported = ImportProgress & { importId: string; unreadable: { from: string; why: string }[] }

const BATCH_MAX = 20
const BATCH_BYTES_MAX = 8 * 1024 * 1024

/**
 * Takes mails from files, folders and mboxes into a mailbox of a tenant (its default one when none is named), in small
 * transactions; what is kept is processed by the jobs of a running desk. Importing again adds nothing. Rejects for a
 * path that is not there and for a mailbox that is not the tenant's.
 */
export async function importMail(
  db: Database,
  target: { tenantId: string; mailbox?: string },
  paths: readonly string[],
  onProgress: (progress: ImportProgress) => void = () => {},
): Promise<Imported> {
  const scope = { tenantId: target.tenantId, actorId: null }
  const mailboxes = await read(db, scope, listMailboxes)
  const { mailboxId, recipient } = chooseMailbox(
    mailboxes,
    target.mailbox === undefined ? [] : [target.mailbox],
  )
  if (mailboxId === null) throw new Error(`there is no mailbox ${target.mailbox ?? 'yet'}`)
  const imported: Imported = { importId: newId(), read: 0, stored: 0, known: 0, unreadable: [] }
  let batch: ReceiveMail[] = []
  let bytes = 0
  const flush = async () => {
    if (batch.length === 0) return
    const stored = await keepBatch(db, scope, batch)
    imported.stored += stored
    imported.known += batch.length - stored
    batch = []
    bytes = 0
    onProgress({ read: imported.read, stored: imported.stored, known: imported.known })
  }
  for await (const found of mailsAt(paths)) {
    if ('unreadable' in found) {
      imported.unreadable.push({ from: found.from, why: found.unreadable })
      continue
    }
    const { raw } = found
    imported.read += 1
    bytes += raw.length
    const identity = mailIdentity(target.tenantId, raw)
    batch.push({
      raw,
      identity,
      mailboxId,
      recipient,
      exempt: true,
      importId: imported.importId,
      requestId: null,
    })
    if (batch.length >= BATCH_MAX || bytes >= BATCH_BYTES_MAX) await flush()
  }
  await flush()
  return imported
}

/** Keeps what is new of a batch and answers how many that were; bytes of known mails are not sent again. */
async function keepBatch(
  db: Database,
  scope: { tenantId: string; actorId: null },
  batch: readonly ReceiveMail[],
): Promise<number> {
  const { result } = await write(db, scope, async (tx) => {
    const known = await knownMails(
      tx,
      batch.map((mail) => mail.identity.externalId),
    )
    const fresh = batch.filter((mail) => !known.has(mail.identity.externalId.toString('hex')))
    if (fresh.length === 0) return 0
    return (await receiveMail(tx, fresh)).filter((mail) => !mail.known).length
  })
  return result
}
