import type { Status } from '../../../contracts/tickets.ts'
import { change, current, type Draft, put } from './draft.ts'
import { decideTransition, type Refusal, type TransitionFacts } from './transition-decision.ts'

/** A message about to be added: by whom, and whether a machine wrote it. */
export type NewMessage = { author: 'AGENT' | 'REQUESTER'; visibility: 'PUBLIC' | 'INTERNAL'; auto: boolean }

/**
 * What a message does to its ticket beside being there: an answer assigns and takes the ticket up, a requester's
 * message wakes it. Automatic mail changes nothing, ever. Pure. Rule: docs/behaviour/ticket-lifecycle.md.
 */
export function decideMessage(
  draft: Draft,
  message: NewMessage,
  wanted: Status | undefined,
  facts: TransitionFacts & { assignOnReply: boolean },
): Refusal | undefined {
  draft.facts.push({ type: 'message.added', visibility: message.visibility, changes: [] })
  if (message.visibility === 'INTERNAL' || message.auto) return undefined
  if (message.author === 'AGENT') return decideAnswer(draft, wanted, facts)
  decideRequesterMessage(draft, facts)
  return wanted === undefined ? undefined : decideTransition(draft, wanted, undefined, facts)
}

/** Stands for the position of the message being added, which the commit gives: newer than all. */
export const NEWEST = Number.MAX_SAFE_INTEGER

function decideAnswer(
  draft: Draft,
  wanted: Status | undefined,
  facts: TransitionFacts & { assignOnReply: boolean },
): Refusal | undefined {
  put(draft, 'agentSeq', NEWEST)
  put(draft, 'requesterReplied', false)
  if (current(draft, 'firstResponseAt') === null) put(draft, 'firstResponseAt', facts.now)
  const status = current(draft, 'status')
  const takesUp = status === 'NEW' || status === 'TRIAGED' || status === 'REOPENED'
  if (takesUp && facts.assignOnReply && current(draft, 'assigneeId') === null) {
    change(draft, 'assigneeId', facts.personId, 'ticket.assigned', { visibility: 'INTERNAL' })
  }
  if (wanted !== undefined) return decideTransition(draft, wanted, undefined, facts)
  if (takesUp && current(draft, 'assigneeId') !== null)
    return decideTransition(draft, 'IN_PROGRESS', undefined, facts)
  return undefined
}

function decideRequesterMessage(draft: Draft, facts: TransitionFacts): void {
  put(draft, 'requesterSeq', NEWEST)
  const status = current(draft, 'status')
  const asSystem: TransitionFacts = { ...facts, part: 'SYSTEM', cause: 'REQUESTER_REPLY' }
  if (status === 'WAITING_ON_REQUESTER') {
    decideTransition(
      draft,
      current(draft, 'assigneeId') === null ? 'TRIAGED' : 'IN_PROGRESS',
      undefined,
      asSystem,
    )
  } else if (status === 'RESOLVED') {
    decideTransition(draft, 'REOPENED', undefined, asSystem)
  } else if (!current(draft, 'requesterReplied')) {
    put(draft, 'requesterReplied', true)
  }
}
