import type { Status } from '../../../contracts/tickets.ts'
import { type Actor, eventActor } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { draftOf } from './draft.ts'
import { lockTicket } from './lock-ticket.ts'
import { refuse } from './refuse.ts'
import { type SavedTicket, saveDraft } from './save-draft.ts'
import { decideTransition } from './transition-decision.ts'

export type Transition = {
  ticket: string
  status: Status
  reason?: string | undefined
  ifMatch?: number | undefined
}

/** Moves a ticket along the graph; the same status is no event. Rejects with `invalid-transition` (what is allowed is said) or `precondition-failed`. */
export async function transition(tx: TenantTx, actor: Actor, input: Transition): Promise<SavedTicket> {
  const { ticket, facts } = await lockTicket(tx, actor, input.ticket, input.ifMatch)
  const draft = draftOf(ticket)
  refuse(decideTransition(draft, input.status, input.reason, facts))
  return saveDraft(tx, { actor: eventActor(actor), cause: actor.cause }, draft, facts.now)
}
