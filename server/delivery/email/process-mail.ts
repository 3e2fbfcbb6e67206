import { dropFiles, type StoredFile, storeFiles } from '../../desk/attachments/index.ts'
import {
  type Database,
  isDatabaseUnavailable,
  read,
  sqlState,
  type TenantScope,
  write,
} from '../../platform/db/index.ts'
import type { Job, JobHandlers } from '../../platform/jobs/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { FilesWanted, type MailWork } from './carry-out.ts'
import { endMail } from './end-mail.ts'
import { lockMail } from './ground-queries.ts'
import { senderLine, subjectLineOf } from './header-lines.ts'
import { isUndecided } from './inbound-mail.ts'
import { storeFailure, storeRetryBegun } from './inbound-store.ts'
import { instanceMarks } from './instance-mark.ts'
import { type InterruptedTries, interruptedTries } from './interrupted-tries.ts'
import { ATTEMPTS_MAX, PROCESS_MAIL } from './mail-job.ts'
import { isRefusal, type MailRefusal } from './parse/index.ts'
import { type PreparedMail, prepareMail } from './prepare-mail.ts'
import { listMailboxes, type Mailbox, type MailToProcess, mailToProcess } from './queries.ts'
import { settleMail } from './settle-mail.ts'

export type MailDeps = { db: Database; storage: Storage }

/** The job handlers of mail. */
export function mailJobs(deps: MailDeps): JobHandlers {
  const interrupted = interruptedTries()
  return { [PROCESS_MAIL]: (job) => processMail(deps, job, interrupted) }
}

/**
 * Decides one received mail; running it again does no harm. A failure is counted in the mail's row and thrown on for
 * the queue to retry; the fifth ends in QUARANTINED (FAILED) instead, where a person can run it again. A try that the
 * database ended by going away counts for nothing, as far as `interrupted` remembers it.
 */
export async function processMail(
  deps: MailDeps,
  job: Pick<Job, 'tenantId' | 'data'> & { attempt?: number },
  interrupted: InterruptedTries = interruptedTries(),
): Promise<void> {
  const scope = { tenantId: job.tenantId, actorId: null }
  const id = inboundIdOf(job.data)
  try {
    await processOnce(deps, scope, id, { isRetry: (job.attempt ?? 1) > 1, interrupted })
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error
    if (!(await noteFailure(deps.db, scope, id, error))) throw error
  }
}

function inboundIdOf(data: unknown): string {
  const id = (data as { inboundId?: unknown } | null)?.inboundId
  if (typeof id !== 'string') throw new TypeError('the job names no mail')
  return id
}

type Try = { isRetry: boolean; interrupted: InterruptedTries }

async function processOnce(
  deps: MailDeps,
  scope: TenantScope,
  id: string,
  { isRetry, interrupted }: Try,
): Promise<void> {
  const [mail, mailboxes, marks] = await read(deps.db, scope, (tx) =>
    Promise.all([mailToProcess(tx, id), listMailboxes(tx), instanceMarks(tx)]),
  )
  if (mail === undefined || !isUndecided(mail.state)) return
  const decide = () => decideOnce(deps, scope, id, { mail, mailboxes, marks })
  if (!isRetry && mail.state !== 'PROCESSING') return decide()
  if (!(await beginRetry(deps.db, scope, id, interrupted.isNoted(id)))) return
  interrupted.forget(id)
  await decide().catch((error) => {
    if (isDatabaseUnavailable(error)) interrupted.note(id)
    throw error
  })
}

async function decideOnce(
  deps: MailDeps,
  scope: TenantScope,
  id: string,
  { mail, mailboxes, marks }: { mail: MailToProcess; mailboxes: Mailbox[]; marks: string[] },
): Promise<void> {
  const mailbox = mailboxes.find((one) => one.id === mail.mailboxId)
  if (mailbox === undefined) throw new Error('a received mail without a mailbox')
  const source = { raw: mail.raw, recipient: mail.recipient, mailbox, mailboxes, instanceMarks: marks }
  const prepared = await prepareMail(scope.tenantId, source)
  if (isRefused(prepared)) await endRefused(deps.db, scope, id, mail, prepared)
  else await decidePrepared(deps, scope, workOf(id, mail, mailbox, prepared))
}

/**
 * Counts a try that is not the first, unless the count of the last one stands for it; false when the mail is final, also
 * because this would be one try too many.
 */
async function beginRetry(
  db: Database,
  scope: TenantScope,
  id: string,
  isCounted: boolean,
): Promise<boolean> {
  const { result } = await write(db, scope, async (tx) => {
    const mail = await lockMail(tx, id)
    if (mail === undefined || !isUndecided(mail.state)) return false
    if (mail.attempts < ATTEMPTS_MAX || isCounted) {
      storeRetryBegun(tx, id, isCounted ? 0 : 1)
      return true
    }
    const detail = `Processing ended its process ${ATTEMPTS_MAX} times; look at the mail before it is run again.`
    await endMail(
      tx,
      { id, requestId: null },
      { state: 'QUARANTINED', reason: 'FAILED', detail, now: mail.now },
    )
    return false
  })
  return result
}

function isRefused(prepared: PreparedMail | MailRefusal): prepared is MailRefusal {
  return isRefusal(prepared as MailRefusal)
}

function workOf(id: string, mail: MailToProcess, mailbox: Mailbox, prepared: PreparedMail): MailWork {
  const { messageIdHash, answers, exempt, imported, requestId } = mail
  return { id, mailbox, messageIdHash, answers, exempt, imported, requestId, prepared, files: undefined }
}

/** Bytes of files are stored only once it is clear that a message will hold them, and before it does. */
async function decidePrepared(deps: MailDeps, scope: TenantScope, work: MailWork): Promise<void> {
  try {
    await write(deps.db, scope, (tx) => settleMail(tx, work))
    return
  } catch (error) {
    if (!(error instanceof FilesWanted)) throw error
  }
  const files: StoredFile[] = await storeFiles(deps.storage, scope.tenantId, work.prepared.files)
  const { result } = await write(deps.db, scope, (tx) => settleMail(tx, { ...work, files }))
  if (!result.keptFiles) await dropFiles(deps.storage, files)
}

async function endRefused(
  db: Database,
  scope: TenantScope,
  id: string,
  { raw, requestId }: MailToProcess,
  { refused, reason, detail }: MailRefusal,
): Promise<void> {
  await write(db, scope, async (tx) => {
    const mail = await lockMail(tx, id)
    if (mail === undefined || !isUndecided(mail.state)) return
    const lines = { sender: senderLine(raw), subject: subjectLineOf(raw) }
    await endMail(tx, { id, requestId }, { state: refused, reason, detail, ...lines, now: mail.now })
  })
}

/** Counts the failure; answers whether the mail is final now. Rejects only when the database is away. */
async function noteFailure(db: Database, scope: TenantScope, id: string, error: unknown): Promise<boolean> {
  const kind = sqlState(error) ?? (error instanceof Error ? error.name : typeof error)
  const { result } = await write(db, scope, async (tx) => {
    const mail = await lockMail(tx, id)
    if (mail === undefined || !isUndecided(mail.state)) return true
    const tries = mail.state === 'PROCESSING' ? mail.attempts : mail.attempts + 1
    if (tries < ATTEMPTS_MAX) {
      storeFailure(tx, id, kind)
      return false
    }
    const detail = `Processing failed ${ATTEMPTS_MAX} times, the last time with ${kind}; run it again once the cause is mended.`
    await endMail(
      tx,
      { id, requestId: null },
      { state: 'QUARANTINED', reason: 'FAILED', detail, now: mail.now },
    )
    return true
  })
  return result
}
