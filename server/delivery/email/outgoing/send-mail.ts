import { isDatabaseUnavailable, write } from '../../../platform/db/index.ts'
import type { Job, JobHandlers } from '../../../platform/jobs/index.ts'
import type { MailTransport, SendOutcome } from '../../../platform/mail-transport/index.ts'
import { beginAttempt, type Claimed, claimDelivery, type Way } from './claim-delivery.ts'
import { type ComposeDeps, type ComposedDelivery, composeDelivery } from './compose-delivery.ts'
import { PROBE_MAILBOX, SEND_MAIL } from './delivery-job.ts'
import { endDelivery } from './end-delivery.ts'
import { insertLocalMail } from './local-mail-store.ts'
import { resumeMailbox } from './pause-mailbox.ts'
import { probeMailbox } from './probe-mailbox.ts'
import { recordOutcome } from './record-outcome.ts'

/** Without a transport mail goes to the local inbox. `warn` is told when a mailbox is paused. */
export type SendDeps = ComposeDeps & {
  transport: MailTransport | undefined
  warn: (facts: Record<string, unknown>, text: string) => void
}

/** The job handlers of mail that leaves. */
export function outgoingJobs(deps: SendDeps): JobHandlers {
  return {
    [SEND_MAIL]: (job) => sendDelivery(deps, job.tenantId, idIn(job.data, 'deliveryId'), false),
    [PROBE_MAILBOX]: (job) =>
      probeMailbox(deps, job.tenantId, idIn(job.data, 'mailboxId'), (id) =>
        sendDelivery(deps, job.tenantId, id, true),
      ),
  }
}

/**
 * Sends one mail if it is due: exactly once into the local inbox, where those to reserved addresses stay too, at least once by SMTP, with the same Message-ID each
 * time. Dying between any two steps loses nothing: the lease ends, and another job sends it. With `probe`, also from a
 * paused mailbox.
 */
export async function sendDelivery(
  deps: SendDeps,
  tenantId: string,
  id: string,
  probe: boolean,
): Promise<void> {
  const mail = await composeDelivery(deps, { tenantId, actorId: null }, id).catch((error) =>
    noteUnmade(deps, { tenantId, id, probe }, error),
  )
  if (mail === undefined) return
  // No mail server says anything about such an address: a paused mailbox does not hold it up, and stays paused.
  if (isReserved(mail.to)) await keepLocally(deps, tenantId, id, mail, { probe: true, resumes: false })
  else if (deps.transport === undefined) await keepLocally(deps, tenantId, id, mail, { probe, resumes: true })
  else await sendBySmtp(deps, deps.transport, { tenantId, id, probe }, mail)
}

/** Nobody is behind an address below `.example` (RFC 2606, section 2), and sample people have no other. */
function isReserved(address: string): boolean {
  return /[@.]example$/i.test(address)
}

function idIn(data: Job['data'], name: string): string {
  const id = (data as Record<string, unknown> | null)?.[name]
  if (typeof id !== 'string') throw new TypeError(`the job has no ${name}`)
  return id
}

/** The mail and its ending in one transaction. */
async function keepLocally(
  { db }: SendDeps,
  tenantId: string,
  id: string,
  { raw, sender, to, subject, ticketId }: ComposedDelivery,
  { probe, resumes }: { probe: boolean; resumes: boolean },
): Promise<void> {
  await write(db, { tenantId, actorId: null }, async (tx) => {
    const claimed = await claimDelivery(tx, id, { way: 'local', probe })
    if (claimed === undefined) return
    const { delivery, attempt, now } = claimed
    const kept = { state: 'SENT', reason: null, detail: null, attempts: attempt, now } as const
    await endDelivery(tx, delivery, kept)
    insertLocalMail(tx, { deliveryId: id, raw, sender, recipient: to, subject, ticketId, now })
    if (claimed.paused && resumes) await resumeMailbox(tx, delivery.mailboxId, now)
  })
}

async function sendBySmtp(
  deps: SendDeps,
  transport: MailTransport,
  { tenantId, id, probe }: { tenantId: string; id: string; probe: boolean },
  { from, to, raw }: ComposedDelivery,
): Promise<void> {
  const claimed = await beginSending(deps, { tenantId, id, probe }, 'smtp')
  if (claimed === undefined) return
  const outcome = await transport.send({ from, to, raw })
  const decision = await endSending(deps, tenantId, claimed, outcome)
  if (decision?.kind === 'PAUSE') {
    const { mailboxId } = claimed.delivery
    deps.warn({ tenantId, mailboxId, reason: decision.reason, status: outcome.status }, 'a mailbox is paused')
  }
}

type Tried = { tenantId: string; id: string; probe: boolean }

/**
 * A mail that cannot be made is tried as one that is refused for now: the last failure is told on its ticket, where a job
 * that only fails would be added again by the sweep for ever. A database that is away is the queue's to wait for.
 */
async function noteUnmade(deps: SendDeps, tried: Tried, error: unknown): Promise<undefined> {
  if (isDatabaseUnavailable(error)) throw error
  const claimed = await beginSending(deps, tried, 'local')
  if (claimed === undefined) return
  const { tenantId, id } = tried
  deps.warn({ tenantId, deliveryId: id, err: error }, 'a mail could not be made')
  const outcome = { kind: 'temporary', status: null, detail: 'The mail could not be made.' } as const
  await endSending(deps, tenantId, claimed, outcome)
}

async function beginSending({ db }: SendDeps, { tenantId, id, probe }: Tried, way: Way) {
  const { result } = await write(db, { tenantId, actorId: null }, async (tx) => {
    const claimed = await claimDelivery(tx, id, { way, probe })
    if (claimed !== undefined) beginAttempt(tx, claimed)
    return claimed
  })
  return result
}

async function endSending({ db }: SendDeps, tenantId: string, claimed: Claimed, outcome: SendOutcome) {
  const tried = { id: claimed.delivery.id, attempt: claimed.attempt, jitter: Math.random() * 2 - 1 }
  const { result } = await write(db, { tenantId, actorId: null }, (tx) => recordOutcome(tx, tried, outcome))
  return result
}
