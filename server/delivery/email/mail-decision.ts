import { decideSender, type SenderDecision, type SenderInput } from './parse/index.ts'

/** Facts of a mail and of the ticket that it answers, read under the mail's lock. */
export type MailFacts = {
  /** The inbound mail that was the same one before, if any. */
  duplicateOf: string | undefined
  own: boolean
  auto: boolean
  report: boolean
  /** A read receipt (RFC 8098). */
  receipt: boolean
  /** A delivery report, of a mail that we sent or of another. */
  bounce: 'OURS' | 'FOREIGN' | undefined
  acceptAutomated: boolean
  match: MatchFacts | undefined
  senderKind: SenderInput['senderKind']
  strict: boolean
}

/** The ticket found, by a reply token or a Message-ID. `lastActivityDays`: whole days since it changed. */
export type MatchFacts = { subject: string; lastActivityDays: number; mailSubject: string; byToken: boolean }

/** What a mail becomes. Rule: docs/behaviour/inbound-mail.md, "Decision". */
export type MailDecision =
  | { kind: 'DUPLICATE' }
  | { kind: 'SUSPENDED'; reason: 'LOOP' | 'AUTO' | 'BOUNCE' | 'MDN' | 'RATE' }
  | { kind: 'BOUNCE' }
  | { kind: 'HELD'; reason: NonNullable<SenderDecision['reason']>; securityEvent: boolean }
  | { kind: 'APPEND'; auto: boolean; unverified: boolean }
  | { kind: 'CREATE'; auto: boolean; related: boolean }

const STALE_DAYS = 90

/** Whether a mail that comes to this counts towards the limits on floods: what is put aside anyway does not. */
export function countsTowardsLimits(decision: MailDecision): boolean {
  return decision.kind === 'CREATE' || decision.kind === 'APPEND' || decision.kind === 'HELD'
}

/** Decides what a mail becomes. The verdict on its sender is always `none`: no source here vouches for one. Pure. */
export function decideMail(facts: MailFacts): MailDecision {
  const { match, auto } = facts
  if (facts.duplicateOf !== undefined) return { kind: 'DUPLICATE' }
  if (facts.own) return { kind: 'SUSPENDED', reason: 'LOOP' }
  if (facts.receipt) return { kind: 'SUSPENDED', reason: 'MDN' }
  if (facts.bounce === 'OURS') return { kind: 'BOUNCE' }
  if (facts.bounce === 'FOREIGN') return { kind: 'SUSPENDED', reason: 'BOUNCE' }
  const joins = match !== undefined && !isOtherMatter(match)
  if (!joins && facts.report) return { kind: 'SUSPENDED', reason: 'BOUNCE' }
  if (!joins && auto && !facts.acceptAutomated) return { kind: 'SUSPENDED', reason: 'AUTO' }
  if (!joins) return { kind: 'CREATE', auto, related: match !== undefined }
  const sender = decideSender({ senderKind: facts.senderKind, auth: 'none', strict: facts.strict })
  if (sender.outcome === 'APPEND') return { kind: 'APPEND', auto, unverified: sender.unverified === true }
  return {
    kind: 'HELD',
    reason: sender.reason ?? 'UNKNOWN_SENDER',
    securityEvent: sender.securityEvent === true,
  }
}

/** Whether a mail answers an old thread only to start a new matter: other words, on a ticket long asleep. A reply token leads to its ticket always. */
export function isOtherMatter({ subject, mailSubject, lastActivityDays, byToken }: MatchFacts): boolean {
  if (byToken || lastActivityDays <= STALE_DAYS) return false
  const [a, b] = [bareSubject(subject), bareSubject(mailSubject)]
  return a !== '' && b !== '' && !a.includes(b) && !b.includes(a)
}

/** A subject without `Re:`, `Fwd:`, `AW[2]:`, list tags and ticket keys in brackets, for comparing. */
export function bareSubject(subject: string): string {
  let bare = subject.toLowerCase().replace(/\s+/g, ' ').trim()
  for (;;) {
    const next = bare.replace(/^(?:\[[^\]]{1,40}\]|[\p{L}]{1,4}(?:\[\d{1,3}\]|\(\d{1,3}\))?:) ?/u, '')
    if (next === bare) return bare
    bare = next
  }
}
