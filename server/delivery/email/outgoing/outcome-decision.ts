import type { SendOutcome } from '../../../platform/mail-transport/index.ts'

/** What becomes of a mail after an attempt. Reasons: docs/behaviour/outgoing-mail.md. */
export type OutcomeDecision =
  | { kind: 'SENT' }
  | { kind: 'RETRY'; delayMs: number }
  | { kind: 'FAILED'; reason: FailureReason; refusedBy: 'recipient' | null }
  | { kind: 'PAUSE'; reason: PauseReason }
export type FailureReason = 'ATTEMPTS_SPENT' | 'RECIPIENT_REFUSED' | 'MAIL_REFUSED' | 'POLICY_REFUSED'
export type PauseReason = 'ACCESS_REFUSED' | 'POLICY_REFUSED' | 'SENDER_REFUSED' | 'UNVERIFIED'

const MINUTE_MS = 60_000
const RETRY_MINUTES = [1, 5, 15, 60, 120, 240, 480, 960]
/** The first attempt and one after each delay. */
export const ATTEMPTS_MAX = RETRY_MINUTES.length + 1
const JITTER = 0.2

/**
 * Decides what an outcome means. `attempts` counts this one. `passedSince` says that this mail was refused by a policy
 * before and that the mailbox has sent others since: then the policy is about this mail. `jitter` is -1 to 1. Pure.
 * Rule: docs/behaviour/outgoing-mail.md, "Attempts".
 */
export function decideOutcome(
  outcome: SendOutcome,
  facts: { attempts: number; passedSince: boolean; jitter: number },
): OutcomeDecision {
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'SENT' }
    case 'temporary':
      return retryOrGiveUp(facts.attempts, facts.jitter)
    case 'recipient':
      return { kind: 'FAILED', reason: 'RECIPIENT_REFUSED', refusedBy: 'recipient' }
    case 'mail':
      return { kind: 'FAILED', reason: 'MAIL_REFUSED', refusedBy: null }
    case 'access':
      return { kind: 'PAUSE', reason: 'ACCESS_REFUSED' }
    case 'sender':
      return { kind: 'PAUSE', reason: 'SENDER_REFUSED' }
    case 'policy':
      return facts.passedSince
        ? { kind: 'FAILED', reason: 'POLICY_REFUSED', refusedBy: null }
        : { kind: 'PAUSE', reason: 'POLICY_REFUSED' }
  }
}

function retryOrGiveUp(attempts: number, jitter: number): OutcomeDecision {
  const minutes = RETRY_MINUTES[attempts - 1]
  if (minutes === undefined) return { kind: 'FAILED', reason: 'ATTEMPTS_SPENT', refusedBy: null }
  return { kind: 'RETRY', delayMs: Math.round(minutes * MINUTE_MS * (1 + JITTER * jitter)) }
}
