import { SYSTEM_ACTOR } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { draftOf } from './draft.ts'
import { lockTicketForSystem } from './lock-ticket.ts'
import { refuse } from './refuse.ts'
import { saveDraft } from './save-draft.ts'
import { decideTransition } from './transition-decision.ts'

/** What became of a due closing: done; no longer asked for (reopened, resolved anew); or not due yet. */
export type CloseOutcome = 'closed' | 'obsolete' | 'early'

/**
 * Closes a ticket that has been RESOLVED for `afterHours` elapsed hours since `resolvedAt`; the state is read again
 * under lock, so a late, early or repeated job does no harm. Rule: docs/behaviour/ticket-lifecycle.md (L1-L3).
 */
export async function closeResolved(
  tx: TenantTx,
  input: { ticketId: string; resolvedAt: string; afterHours: number; cause: Record<string, string> },
): Promise<CloseOutcome> {
  const locked = await lockTicketForSystem(tx, input.ticketId)
  if (
    locked === undefined ||
    locked.ticket.status !== 'RESOLVED' ||
    locked.ticket.resolvedAt !== input.resolvedAt
  )
    return 'obsolete'
  const { ticket, facts } = locked
  if (Date.parse(facts.now) < Date.parse(input.resolvedAt) + input.afterHours * 3600_000) return 'early'
  const draft = draftOf(ticket)
  refuse(decideTransition(draft, 'CLOSED', undefined, { ...facts, cause: 'AUTO_CLOSE' }))
  saveDraft(tx, { actor: SYSTEM_ACTOR, cause: input.cause }, draft, facts.now)
  return 'closed'
}
