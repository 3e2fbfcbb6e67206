import { expect, test } from 'vitest'
import { afterChange, type Change, type Touched } from './change.ts'
import { planUndo, undone } from './undo-plan.ts'

const ME = 'me'
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
