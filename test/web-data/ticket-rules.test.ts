import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STATUSES, type Status } from '../../contracts/tickets.ts'
import {
  current,
  decideAssign,
  decideTransition,
  draftOf,
  type TransitionFacts,
} from '../../server/desk/tickets/index.ts'
import { ticketOf } from '../../web/api/ticket-samples.ts'
import { nextStatuses, type TicketRole } from '../../web/desk/tickets/marks/next-statuses.ts'
import { afterChange, type Change, type Touched } from '../../web/desk/tickets/properties/change.ts'
import { planUndo } from '../../web/desk/tickets/properties/undo-plan.ts'

// What the app offers and foresees is compared with what the desk decides.
const ME = 'me'
const NOW = '2026-03-10T12:00:00.000Z'
const DAY_MS = 24 * 3600_000
const FACTS: TransitionFacts = {
  part: 'STAFF',
  personId: ME,
  mayReopenClosed: true,
  assigneeFits: true,
  now: NOW,
}
const ROLES: TicketRole[] = ['REQUESTER', 'AGENT', 'LEAD', 'TEAM_ADMIN', 'OWNER']

/** A ticket under the desk's lock, answered after its requester's last message. */
const lockedTicket = (part: Partial<Touched> & { closedAt?: string | null }) =>
  draftOf({ ...ticketOf({ closedAt: NOW, ...part }), publicSeq: 2, requesterSeq: 1, agentSeq: 2 })

const shownTicket = (status: Status, closedDaysAgo = 1) => ({
  status,
  closedAt: status === 'CLOSED' ? new Date(Date.parse(NOW) - closedDaysAgo * DAY_MS).toISOString() : null,
  firstResponseAt: NOW,
  requesterReplied: false,
})

/** Where the desk lets such a person go, with a reason wherever one could help. */
const targetsByTheDesk = (from: Status, role: TicketRole, closedDaysAgo: number) =>
  STATUSES.filter((to) => {
    const { closedAt } = shownTicket(from, closedDaysAgo)
    const draft = lockedTicket({ status: from, closedAt, assigneeId: 'ana' })
    const refusal = decideTransition(draft, to, 'SPAM', {
      ...FACTS,
      part: role === 'REQUESTER' ? 'REQUESTER' : 'STAFF',
      mayReopenClosed: role !== 'REQUESTER' && role !== 'AGENT',
    })
    return to !== from && refusal === undefined
  })

/** What the desk makes of a change; undefined when it refuses. */
function byTheDesk(ticket: Touched, change: Change): Pick<Touched, 'status' | 'assigneeId'> | undefined {
  const draft = lockedTicket(ticket)
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

const aStatus = fc.constantFrom<Status>(...STATUSES)
const anAssignee = fc.constantFrom(null, 'ana', ME)
const aChange = fc.oneof(
  aStatus.map((to): Change => ({ property: 'status', to, reason: 'SPAM' })),
  anAssignee.map((to): Change => ({ property: 'assignee', to })),
)

test.each(STATUSES.flatMap((from) => ROLES.map((role) => [from, role] as const)))(
  'from %s a person who is %s is offered exactly what the desk allows',
  (from, role) => {
    for (const daysAgo of [1, 31]) {
      const offered = nextStatuses(shownTicket(from, daysAgo), role, Date.parse(NOW)).map(
        ({ status }) => status,
      )
      expect([...offered].sort()).toEqual([...targetsByTheDesk(from, role, daysAgo)].sort())
    }
  },
)

test('a change is foreseen as the desk does it', () => {
  fc.assert(
    fc.property(aStatus, anAssignee, aChange, (status, assigneeId, change) => {
      const before: Touched = { status, assigneeId, statusReason: null, priority: 'P3' }
      const done = byTheDesk(before, change)
      if (done !== undefined) expect(afterChange(before, change, ME)).toMatchObject(done)
    }),
    { numRuns: 500 },
  )
})

test('every step of taking a change back is one that the desk allows, and leads where it says', () => {
  fc.assert(
    fc.property(aStatus, anAssignee, aChange, (status, assigneeId, change) => {
      const before: Touched = { status, assigneeId, statusReason: 'SPAM', priority: 'P3' }
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
