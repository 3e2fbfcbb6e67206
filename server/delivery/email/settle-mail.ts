import type { TenantTx } from '../../platform/db/index.ts'
import { deliveryOfMessageId, lockFirstDelivery } from './bounce/find-delivery.ts'
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
import { countsTowardsLimits, decideMail, type MailDecision, type MatchFacts } from './mail-decision.ts'
import type { LockedDelivery } from './outgoing/delivery-queries.ts'
import type { PreparedMail } from './prepare-mail.ts'
import { answersAcknowledgement, quietReason } from './quiet-reason.ts'
import { countTowardsLimits } from './rate-store.ts'
import { leadOfTokens } from './reply-token/token-lead.ts'
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
  const [mail, holder, found, tokens, sender, strict, answersAck, ownId] = await Promise.all([
    lockMail(tx, id),
    claimDedupeKey(tx, prepared.dedupeKey, id),
    nearestLead(tx, id, answers, key, true),
    leadOfTokens(tx, prepared.tokens, key),
    knownSender(tx, key),
    holdsUnvouched(tx),
    answersAcknowledgement(tx, answers),
    deliveryOfMessageId(tx, prepared.messageId),
  ])
  if (mail === undefined || !isUndecided(mail.state)) return NO_FILES
  const own = prepared.own || ownId !== undefined
  const isReport = prepared.bounce !== undefined || prepared.receipt
  const threads = holder.inboundId === id && !own && !isReport
  const lead = threads ? (tokens.lead ?? (await settledLead(tx, work, mail, found))) : undefined
  if (lead === 'waits') return NO_FILES
  const delivery = threads || own ? undefined : await bouncedDelivery(tx, prepared)
  const decision = await decided(tx, work, { holder, lead, sender, strict, own, delivery })
  const quiet = quietReason({ ...work, ...prepared, answersAcknowledgement: answersAck })
  return carryOut(tx, work, decision, {
    mail,
    holder,
    lead,
    sender,
    delivery,
    quiet,
    ignoredTokens: tokens.ignored,
  })
}

/** The mail that a report is about: the one whose bounce address it came to, else the one that it returns. */
async function bouncedDelivery(
  tx: TenantTx,
  { bounce, bouncedIds }: PreparedMail,
): Promise<LockedDelivery | undefined> {
  if (bounce === undefined) return undefined
  const returned = await deliveryOfMessageId(tx, bounce.returnedMessageId)
  return lockFirstDelivery(tx, returned === undefined ? bouncedIds : [...bouncedIds, returned])
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

type Facts = Pick<Ground, 'holder' | 'lead' | 'sender' | 'delivery'> & { strict: boolean; own: boolean }

async function decided(
  tx: TenantTx,
  { id, prepared, mailbox, exempt }: MailWork,
  { holder, lead, sender, strict, own, delivery }: Facts,
): Promise<MailDecision> {
  const { auto, report, receipt, subject } = prepared
  const decision = decideMail({
    duplicateOf: holder.inboundId === id ? undefined : holder.inboundId,
    own,
    auto,
    report,
    receipt,
    bounce: prepared.bounce === undefined ? undefined : delivery === undefined ? 'FOREIGN' : 'OURS',
    acceptAutomated: mailbox.acceptAutomated,
    match: lead === undefined ? undefined : matchOf(lead, subject),
    senderKind: lead === undefined ? 'unknown' : senderKindOf(sender, lead),
    strict,
  })
  if (exempt || !countsTowardsLimits(decision)) return decision
  const over = await countTowardsLimits(tx, prepared.sender.key, subject)
  return over ? { kind: 'SUSPENDED', reason: 'RATE' } : decision
}

function matchOf(lead: Lead, mailSubject: string): MatchFacts {
  const { subject, lastActivityDays, tokenPersonId } = lead
  return { subject, mailSubject, lastActivityDays, byToken: tokenPersonId !== undefined }
}
