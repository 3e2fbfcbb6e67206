import type { Status } from '../../../contracts/tickets.ts'
import { change, current, type Draft, put } from './draft.ts'
import { allowedTargets, type Part } from './ticket.ts'

/** What a transition needs to know beside the ticket. `assigneeFits`: the assignee is active and in the team. */
export type TransitionFacts = {
  part: Part
  personId: string | null
  mayReopenClosed: boolean
  assigneeFits: boolean
  now: string
  cause?: string
}

/** Why a transition is refused, in the words of the API. */
export type Refusal =
  | { code: 'invalid-transition'; detail: string; from: Status; to: Status; allowed: Status[] }
  | { code: 'precondition-failed'; detail: string }
  | { code: 'forbidden'; detail: string }

/**
 * Moves the draft to a status or says why not. The same status changes nothing. Pure.
 * Rule: docs/behaviour/ticket-lifecycle.md.
 */
export function decideTransition(
  draft: Draft,
  to: Status,
  reason: string | undefined,
  facts: TransitionFacts,
): Refusal | undefined {
  const from = current(draft, 'status')
  if (from === to) return undefined
  const allowed = allowedTargets({ status: from, closedAt: current(draft, 'closedAt') }, facts.now, reason)
  if (!allowed.includes(to)) return invalid(from, to, allowed)
  return (
    forbidden(from, to, facts) ?? precondition(draft, to, reason, facts) ?? move(draft, to, reason, facts)
  )
}

function invalid(from: Status, to: Status, allowed: Status[]): Refusal {
  const closing =
    to === 'CLOSED' && from !== 'CLOSED'
      ? ' An open ticket is closed only with the reason SPAM, DUPLICATE or MERGED.'
      : ''
  return {
    code: 'invalid-transition',
    detail: `A ticket cannot go from ${from} to ${to}.${closing}`,
    from,
    to,
    allowed,
  }
}

function forbidden(from: Status, to: Status, facts: TransitionFacts): Refusal | undefined {
  if (facts.part === 'REQUESTER' && to !== 'RESOLVED' && !(from === 'RESOLVED' && to === 'REOPENED')) {
    return { code: 'forbidden', detail: 'A requester may resolve or reopen an own ticket.' }
  }
  if (from === 'CLOSED' && !facts.mayReopenClosed)
    return { code: 'forbidden', detail: 'Only a lead may reopen a closed ticket.' }
  return undefined
}

function precondition(
  draft: Draft,
  to: Status,
  reason: string | undefined,
  facts: TransitionFacts,
): Refusal | undefined {
  const unmet = (detail: string): Refusal => ({ code: 'precondition-failed', detail })
  if (to === 'WAITING_ON_REQUESTER' && current(draft, 'agentSeq') <= current(draft, 'requesterSeq')) {
    return unmet('Answer the requester in public before waiting for the requester.')
  }
  if (to === 'WAITING_ON_VENDOR' && reason === undefined)
    return unmet('Say in the reason which vendor is waited for.')
  if (to === 'IN_PROGRESS' && current(draft, 'assigneeId') === null && facts.part !== 'STAFF')
    return unmet('A ticket in progress needs an assignee.')
  return undefined
}

function move(draft: Draft, to: Status, reason: string | undefined, facts: TransitionFacts): undefined {
  const cause = facts.cause === undefined ? {} : { cause: facts.cause }
  const wantsActor =
    (to === 'IN_PROGRESS' || to === 'RESOLVED') &&
    facts.part === 'STAFF' &&
    current(draft, 'assigneeId') === null
  if (wantsActor)
    change(draft, 'assigneeId', facts.personId, 'ticket.assigned', { visibility: 'INTERNAL', ...cause })
  const dropsAssignee = to === 'TRIAGED' || (to === 'REOPENED' && !facts.assigneeFits)
  if (dropsAssignee)
    change(draft, 'assigneeId', null, 'ticket.assigned', { visibility: 'INTERNAL', ...cause })
  change(draft, 'status', to, 'ticket.status_changed', cause)
  put(draft, 'statusReason', reason ?? null)
  put(
    draft,
    'resolvedAt',
    to === 'RESOLVED' ? facts.now : to === 'CLOSED' ? current(draft, 'resolvedAt') : null,
  )
  put(draft, 'closedAt', to === 'CLOSED' ? facts.now : null)
  return undefined
}
