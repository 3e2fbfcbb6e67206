import { change, current, type Draft } from './draft.ts'
import { decideTransition, type Refusal, type TransitionFacts } from './transition-decision.ts'

/** Assigns or, with null, unassigns. A waiting or running ticket keeps its status; a fresh one becomes ASSIGNED. Pure. */
export function decideAssign(
  draft: Draft,
  assigneeId: string | null,
  facts: TransitionFacts,
): Refusal | undefined {
  const status = current(draft, 'status')
  if (status === 'CLOSED')
    return { code: 'precondition-failed', detail: 'A closed ticket has no assignee to change.' }
  if (assigneeId === null) {
    const falls = status === 'ASSIGNED' || status === 'IN_PROGRESS'
    if (current(draft, 'assigneeId') === null) return undefined
    if (falls) return decideTransition(draft, 'TRIAGED', undefined, facts)
    change(draft, 'assigneeId', null, 'ticket.assigned', { visibility: 'INTERNAL' })
    return undefined
  }
  change(draft, 'assigneeId', assigneeId, 'ticket.assigned', { visibility: 'INTERNAL' })
  if (status === 'NEW' || status === 'TRIAGED' || status === 'REOPENED')
    return decideTransition(draft, 'ASSIGNED', undefined, facts)
  return undefined
}
