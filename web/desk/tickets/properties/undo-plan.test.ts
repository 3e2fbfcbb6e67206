import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STATUSES, type Status } from '../../../../contracts/tickets.ts'
import { decideAssign } from '../../../../server/desk/tickets/assign-decision.ts'
import { current, draftOf } from '../../../../server/desk/tickets/draft.ts'
import { aTicket, FACTS } from '../../../../server/desk/tickets/ticket-samples.ts'
import { decideTransition } from '../../../../server/desk/tickets/transition-decision.ts'
import { afterChange, type Change, type Touched } from './change.ts'
import { planUndo, undone } from './undo-plan.ts'

const ME = FACTS.personId ?? 'me'
const touched = (part: Partial<Touched> = {}): Touched => ({
  status: 'IN_PROGRESS',
  statusReason: null,
  assigneeId: 'ana',
  priority: 'P3',
  ...part,
})
const backFrom = (before: Touched, change: Change) => {
  const now = afterChange(before, change, ME)
  const plan = planUndo(now, before, ME)
  return plan === undefined ? undefined : undone(now, plan, ME)
}
const aStatus = fc.constantFrom<Status>(...STATUSES)
const anAssignee = fc.constantFrom(null, 'ana', ME)
const aChange = fc.oneof(
  aStatus.map((to): Change => ({ property: 'status', to, reason: 'SPAM' })),
  anAssignee.map((to): Change => ({ property: 'assignee', to })),
)

/** What the desk makes of it; undefined when it refuses. */
function byTheDesk(ticket: Touched, change: Change): Pick<Touched, 'status' | 'assigneeId'> | undefined {
  const draft = draftOf(aTicket({ ...ticket, agentSeq: 2, requesterSeq: 1, closedAt: FACTS.now }))
  const refusal =
    change.property === 'status'
      ? decideTransition(draft, change.to, change.reason, FACTS)
      : change.property === 'assignee'
        ? decideAssign(draft, change.to, FACTS)
        : undefined
  return refusal === undefined
    ? { status: current(draft, 'status'), assigneeId: current(draft, 'assigneeId') }
    : undefined
}

test('a change is foreseen as the desk does it', () => {
  fc.assert(
    fc.property(aStatus, anAssignee, aChange, (status, assigneeId, change) => {
      const before = touched({ status, assigneeId })
      const done = byTheDesk(before, change)
      if (done !== undefined) expect(afterChange(before, change, ME)).toMatchObject(done)
    }),
    { numRuns: 500 },
  )
})

test('every step of taking a change back is one that the desk allows, and leads where it says', () => {
  fc.assert(
    fc.property(aStatus, anAssignee, aChange, (status, assigneeId, change) => {
      const before = touched({ status, assigneeId, statusReason: 'SPAM' })
      if (byTheDesk(before, change) === undefined) return
      let ticket = afterChange(before, change, ME)
      const plan = planUndo(ticket, before, ME) ?? []
      for (const step of plan) {
        const done = byTheDesk(ticket, step)
        expect(done).toBeDefined()
        ticket = afterChange(ticket, step, ME)
        expect(ticket).toMatchObject(done ?? {})
      }
      expect(plan.length).toBeLessThanOrEqual(3)
    }),
    { numRuns: 500 },
  )
})

test.each([
  [touched(), { property: 'status', to: 'RESOLVED' }],
  [touched({ status: 'WAITING_ON_REQUESTER', assigneeId: null }), { property: 'status', to: 'RESOLVED' }],
  [touched({ status: 'WAITING_ON_VENDOR', statusReason: 'Acme' }), { property: 'status', to: 'IN_PROGRESS' }],
  [touched({ status: 'TRIAGED', assigneeId: null }), { property: 'assignee', to: 'ben' }],
  [touched({ status: 'ASSIGNED' }), { property: 'assignee', to: null }],
  [touched({ status: 'RESOLVED' }), { property: 'status', to: 'REOPENED' }],
  [touched({ status: 'REOPENED' }), { property: 'status', to: 'RESOLVED' }],
  [touched(), { property: 'priority', to: 'P1' }],
] as [Touched, Change][])('%j after %j comes back as it was', (before, change) => {
  expect(backFrom(before, change)).toEqual(before)
})

test('what was NEW comes back as near as the graph goes, since nothing returns to NEW', () => {
  const fresh = touched({ status: 'NEW', assigneeId: null })
  expect(backFrom(fresh, { property: 'assignee', to: ME })).toMatchObject({
    status: 'TRIAGED',
    assigneeId: null,
  })
})

test('nothing is resolved, closed or set waiting on the way back', () => {
  const reopened = touched({ status: 'REOPENED' })
  const now = afterChange(reopened, { property: 'status', to: 'IN_PROGRESS' }, ME)
  expect(planUndo(now, reopened, ME)).toEqual([{ property: 'status', to: 'ASSIGNED' }])
})

test('of what was changed since, nothing but what differs is sent', () => {
  expect(planUndo(touched(), touched(), ME)).toEqual([])
})
