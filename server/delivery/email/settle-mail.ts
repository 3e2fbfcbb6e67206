import type { TenantTx } from '../../platform/db/index.ts'
import { carryOut, type Ground, type MailWork, NO_FILES, type Outcome } from './carry-out.ts'
import {
  holdsUnvouched,
  knownSender,
  type Lead,
  type LockedMail,
  lockMail,
  nearestLead,
} from './ground-queries.ts'
import { isUndecided } from './inbound-mail.ts'
import { countsTowardsLimits, decideMail, type MailDecision } from './mail-decision.ts'
import { countTowardsLimits } from './rate-store.ts'
import { senderKindOf } from './sender-kind.ts'
import { claimDedupeKey } from './thread-store.ts'
import { waitForMail } from './wait-for-mail.ts'

const LOOKS_MAX = 5

/**
 * Decides what a received mail becomes, and makes it so, in one transaction under the mail's lock; one that is decided
 * already is left alone. Rejects with FilesWanted. Rule: docs/behaviour/inbound-mail.md.
 */
export async function settleMail(tx: TenantTx, work: MailWork): Promise<Outcome> {
  const { id, prepared, answers } = work
  const key = prepared.sender.key
  const [mail, holder, found, sender, strict] = await Promise.all([
    lockMail(tx, id),
    claimDedupeKey(tx, prepared.dedupeKey, id),
    nearestLead(tx, id, answers, key, true),
    knownSender(tx, key),
    holdsUnvouched(tx),
  ])
  if (mail === undefined || !isUndecided(mail.state)) return NO_FILES
  const fresh = holder.inboundId === id && !prepared.own
  const lead = fresh ? await settledLead(tx, work, mail, found) : undefined
  if (lead === 'waits') return NO_FILES
  const decision = await decided(tx, work, { holder, lead, sender, strict })
  return carryOut(tx, work, decision, { mail, holder, lead, sender })
}

/** The lead once nothing is to be waited for. */
async function settledLead(
  tx: TenantTx,
  { id, answers, prepared }: MailWork,
  mail: LockedMail,
  found: Lead | undefined,
): Promise<Lead | undefined | 'waits'> {
  let lead = found
  for (let looks = 1; lead !== undefined && lead.awaited !== null; looks += 1) {
    const answer = await waitForMail(tx, id, mail, lead.awaited)
    if (answer === 'waits') return answer
    const goOn = answer === 'go-on' || looks === LOOKS_MAX
    lead = await nearestLead(tx, id, answers, prepared.sender.key, !goOn)
  }
  return lead
}

async function decided(
  tx: TenantTx,
  { id, prepared, mailbox, exempt }: MailWork,
  { holder, lead, sender, strict }: Omit<Ground, 'mail'> & { strict: boolean },
): Promise<MailDecision> {
  const { own, auto, report, subject } = prepared
  const decision = decideMail({
    duplicateOf: holder.inboundId === id ? undefined : holder.inboundId,
    own,
    auto,
    report,
    acceptAutomated: mailbox.acceptAutomated,
    match:
      lead === undefined
        ? undefined
        : { subject: lead.subject, mailSubject: subject, lastActivityDays: lead.lastActivityDays },
    senderKind: lead === undefined ? 'unknown' : senderKindOf(sender, lead),
    strict,
  })
  if (exempt || !countsTowardsLimits(decision)) return decision
  const over = await countTowardsLimits(tx, prepared.sender.key, subject)
  return over ? { kind: 'SUSPENDED', reason: 'RATE' } : decision
}
