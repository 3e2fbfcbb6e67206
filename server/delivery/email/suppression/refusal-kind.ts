/** What a refusal says of an address: there is nobody (HARD), or not now (SOFT). */
export type RefusalKind = 'HARD' | 'SOFT'

/** RFC 3463: no such mailbox, system or syntax, moved without a forward, no mail accepted (RFC 7505: null MX). */
const HARD_STATUS = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10'])

/**
 * Sorts a refusal by its enhanced status code (RFC 3463). Only codes that speak of the address itself are HARD; a full
 * mailbox, a policy and everything that may pass are SOFT. Pure. Rule: docs/behaviour/bounces.md, "Suppression".
 */
export function refusalKind(status: string): RefusalKind {
  return HARD_STATUS.has(status.trim()) ? 'HARD' : 'SOFT'
}

/** Whether a mail that came from a suppressed address shows that it is reached again: only one vouched for does. */
export function liftsSuppression(mail: { auth: 'pass' | 'fail' | 'none'; auto: boolean }): boolean {
  return mail.auth === 'pass' && !mail.auto
}
