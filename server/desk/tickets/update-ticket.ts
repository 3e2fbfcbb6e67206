import type { Priority } from '../../../contracts/tickets.ts'
import { type Actor, eventActor } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { change, draftOf } from './draft.ts'
import { lockTicket } from './lock-ticket.ts'
import { type SavedTicket, saveDraft } from './save-draft.ts'

export type UpdateTicket = {
  ticket: string
  subject?: string | undefined
  priority?: Priority | undefined
  ifMatch: number | undefined
}

/** Changes subject or priority of the version that the caller read. What is equal already is no event. */
export async function updateTicket(tx: TenantTx, actor: Actor, input: UpdateTicket): Promise<SavedTicket> {
  const { ticket, facts } = await lockTicket(tx, actor, input.ticket, input.ifMatch)
  if (facts.part !== 'STAFF') throw new Problem('forbidden', 'Only agents of the team change its tickets.')
  const draft = draftOf(ticket)
  if (input.subject !== undefined)
    change(draft, 'subject', input.subject.replace(/\s+/g, ' ').trim(), 'ticket.updated')
  if (input.priority !== undefined) change(draft, 'priority', input.priority, 'ticket.priority_changed')
  return saveDraft(tx, { actor: eventActor(actor), cause: actor.cause }, draft, facts.now)
}
