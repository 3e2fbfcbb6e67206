import { CLOSE_REASONS, STATUS_TARGETS } from '../../../../contracts/status-graph.ts'
import type { Status } from '../../../../contracts/tickets.ts'
import { afterChange, type Change, type Touched } from './change.ts'

/**
 * The fewest changes that lead a ticket from what it is now back to what it was. What the graph of statuses does not
 * give again comes as near as it goes: for NEW and REOPENED it is ASSIGNED or, without an assignee, TRIAGED. Nothing is
 * resolved or closed on the way, since its requester would see that. Undefined when there is no way back.
 * Rule: docs/behaviour/ticket-lifecycle.md, "Taking a change back".
 */
export function planUndo(now: Touched, before: Touched, meId: string): Change[] | undefined {
  const way = wayTo(now, before, meId) ?? wayTo(now, nearTo(before), meId)
  if (way === undefined || now.priority === before.priority) return way
  return [...way, { property: 'priority', to: before.priority }]
}

/** What a ticket will be when `planUndo` was carried out. */
export function undone(now: Touched, plan: readonly Change[], meId: string): Touched {
  return plan.reduce((ticket, change) => afterChange(ticket, change, meId), now)
}

function nearTo(before: Touched): Touched {
  const isGone = before.status === 'NEW' || before.status === 'REOPENED'
  if (!isGone) return before
  return { ...before, status: before.assigneeId === null ? 'TRIAGED' : 'ASSIGNED', statusReason: null }
}

type Step = { ticket: Touched; way: Change[] }

/** Looks breadth first: there are some twenty states. */
function wayTo(now: Touched, goal: Touched, meId: string): Change[] | undefined {
  const seen = new Set([nameOf(now)])
  let front: Step[] = [{ ticket: now, way: [] }]
  while (front.length > 0) {
    const there = front.find(({ ticket }) => nameOf(ticket) === nameOf(goal))
    if (there !== undefined) return there.way
    front = front.flatMap(({ ticket, way }) =>
      movesOf(ticket, goal).flatMap((change) => {
        const next = afterChange(ticket, change, meId)
        if (seen.has(nameOf(next))) return []
        seen.add(nameOf(next))
        return [{ ticket: next, way: [...way, change] }]
      }),
    )
  }
  return undefined
}

function movesOf(ticket: Touched, goal: Touched): Change[] {
  const assigning: Change[] =
    ticket.status === 'CLOSED' || ticket.assigneeId === goal.assigneeId
      ? []
      : [{ property: 'assignee', to: goal.assigneeId }]
  const moving = STATUS_TARGETS[ticket.status].flatMap((to): Change[] => moveTo(to, ticket, goal))
  // An assignment shows its assignee at once; one that a status brings is shown when the desk tells it.
  return [...assigning, ...moving]
}

function moveTo(to: Status, ticket: Touched, goal: Touched): Change[] {
  const change: Change = {
    property: 'status',
    to,
    ...(to === goal.status && goal.statusReason !== null ? { reason: goal.statusReason } : {}),
  }
  if (to === 'CLOSED' && ticket.status !== 'RESOLVED')
    return to === goal.status && isCloseReason(goal.statusReason) ? [change] : []
  if (to === 'WAITING_ON_VENDOR' && change.reason === undefined) return []
  const isSeenByRequester = to === 'RESOLVED' || to === 'CLOSED' || to.startsWith('WAITING')
  return isSeenByRequester && to !== goal.status ? [] : [change]
}

function isCloseReason(reason: string | null): boolean {
  return CLOSE_REASONS.some((one) => one === reason)
}

function nameOf({ status, assigneeId }: Touched): string {
  return `${status} ${assigneeId ?? ''}`
}
