import type { DeliveryState } from '../../../../contracts/deliveries.ts'
import { ATTEMPTS_MAX } from './outcome-decision.ts'

/** What was read of a delivery under its lock. Instants are RFC 3339; `nextAt` is `infinity` while its mailbox waits. */
export type ClaimFacts = {
  now: string
  state: DeliveryState
  attempts: number
  nextAt: string
  /** Whether this attempt is the one that tries a paused mailbox. */
  probe: boolean
  paused: boolean
  /** Whether mail from this mailbox may leave by this way. */
  mayLeave: boolean
  /** The oldest open mail of the same ticket to the same person, if it holds this one up. */
  earlier: { state: DeliveryState; firstFailedAt: string | null } | undefined
  suppressed: string | undefined
}

export type ClaimDecision =
  | { kind: 'SEND' }
  | { kind: 'LEAVE' }
  | { kind: 'PUT_OFF'; until: string }
  | { kind: 'HOLD_UP'; until: string }
  | { kind: 'PARK' }
  | { kind: 'PAUSE' }
  | { kind: 'SUPPRESS'; reason: string }
  | { kind: 'GIVE_UP' }

/** Milliseconds. */
export const LEASE_MS = 120_000
export const ORDER_MS = 600_000

/**
 * Whether a mail is sent now. One whose attempt may still be under way is left alone to the end of its lease; one of a
 * paused mailbox waits for it; one waits while an earlier mail of its ticket to the same person is open, but ten minutes
 * at most for one that keeps failing. Pure. Rule: docs/behaviour/outgoing-mail.md, "Attempts".
 */
export function decideClaim(facts: ClaimFacts): ClaimDecision {
  const { state, now, nextAt, probe, earlier } = facts
  if (state !== 'PENDING' && state !== 'RETRY' && state !== 'SENDING') return { kind: 'LEAVE' }
  if (nextAt > now && !(probe && nextAt === 'infinity')) return early(nextAt)
  if (facts.attempts >= ATTEMPTS_MAX) return { kind: 'GIVE_UP' }
  if (facts.paused && !probe) return { kind: 'PARK' }
  if (!facts.mayLeave) return { kind: 'PAUSE' }
  if (earlier !== undefined) return { kind: 'HOLD_UP', until: heldUpUntil(earlier, now) }
  if (facts.suppressed !== undefined) return { kind: 'SUPPRESS', reason: facts.suppressed }
  return { kind: 'SEND' }
}

function early(nextAt: string): ClaimDecision {
  return nextAt === 'infinity' ? { kind: 'LEAVE' } : { kind: 'PUT_OFF', until: nextAt }
}

function heldUpUntil({ state, firstFailedAt }: NonNullable<ClaimFacts['earlier']>, now: string): string {
  if (state === 'RETRY' && firstFailedAt !== null) return later(firstFailedAt, ORDER_MS)
  return later(now, LEASE_MS)
}

/** An instant that much later. */
export function later(instant: string, byMs: number): string {
  return new Date(Date.parse(instant) + byMs).toISOString()
}
