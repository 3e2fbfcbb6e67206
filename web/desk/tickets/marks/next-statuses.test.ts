import { expect, test } from 'vitest'
import { STATUSES, type Status } from '../../../../contracts/tickets.ts'
import { draftOf } from '../../../../server/desk/tickets/draft.ts'
import { aTicket, FACTS } from '../../../../server/desk/tickets/ticket-samples.ts'
import { decideTransition } from '../../../../server/desk/tickets/transition-decision.ts'
import { ticketOf } from '../../../api/ticket-samples.ts'
import { nextStatuses, type TicketRole, ticketRole } from './next-statuses.ts'

const ROLES: TicketRole[] = ['REQUESTER', 'AGENT', 'LEAD', 'TEAM_ADMIN', 'OWNER']
const NOW_MS = Date.parse(FACTS.now)
const DAY_MS = 24 * 3600_000
const ticket = (status: Status, closedDaysAgo = 1) => ({
  status,
  closedAt: status === 'CLOSED' ? new Date(NOW_MS - closedDaysAgo * DAY_MS).toISOString() : null,
  firstResponseAt: FACTS.now,
  requesterReplied: false,
})
/** Where the desk lets such a person go, with a reason wherever one could help. */
const byTheDesk = (from: Status, role: TicketRole, closedDaysAgo: number) =>
  STATUSES.filter((to) => {
    const { closedAt } = ticket(from, closedDaysAgo)
    const draft = draftOf(aTicket({ status: from, closedAt, assigneeId: 'a', agentSeq: 2, requesterSeq: 1 }))
    const refusal = decideTransition(draft, to, 'SPAM', {
      ...FACTS,
      part: role === 'REQUESTER' ? 'REQUESTER' : 'STAFF',
      mayReopenClosed: role !== 'REQUESTER' && role !== 'AGENT',
    })
    return to !== from && refusal === undefined
  })

test.each(STATUSES.flatMap((from) => ROLES.map((role) => [from, role] as const)))(
  'from %s a person who is %s is offered exactly what the desk allows',
  (from, role) => {
    for (const daysAgo of [1, 31]) {
      const offered = nextStatuses(ticket(from, daysAgo), role, NOW_MS).map(({ status }) => status)
      expect([...offered].sort()).toEqual([...byTheDesk(from, role, daysAgo)].sort())
    }
  },
)

test('a reason is asked for where the desk wants one', () => {
  const reasons = Object.fromEntries(
    nextStatuses(ticket('ASSIGNED'), 'AGENT', NOW_MS).map(({ status, reason }) => [status, reason]),
  )
  expect(reasons).toMatchObject({
    WAITING_ON_VENDOR: 'vendor',
    CLOSED: ['SPAM', 'DUPLICATE'],
    RESOLVED: undefined,
  })
  expect(nextStatuses(ticket('RESOLVED'), 'AGENT', NOW_MS)).toContainEqual({ status: 'CLOSED' })
})

test('waiting on the requester is shown and not yet open before anybody answered, and after they wrote', () => {
  const waiting = (part: object) =>
    nextStatuses({ ...ticket('ASSIGNED'), ...part }, 'AGENT', NOW_MS).find(
      ({ status }) => status === 'WAITING_ON_REQUESTER',
    )
  expect(waiting({})).toEqual({ status: 'WAITING_ON_REQUESTER' })
  expect(waiting({ firstResponseAt: null })).toMatchObject({ unmet: 'no-answer' })
  expect(waiting({ requesterReplied: true })).toMatchObject({ unmet: 'no-answer' })
})

test('whoever asked for the ticket acts as its requester, whatever else they are', () => {
  const me = (role: 'AGENT' | 'OWNER', teams: { id: string; role: 'LEAD' }[]) =>
    ({ person: { id: 'ana', role }, teams }) as unknown as Parameters<typeof ticketRole>[0]
  const own = ticketOf({ teamId: 'it', requester: { id: 'ana', name: 'Ana', email: 'ana@example.org' } })
  expect(ticketRole(me('OWNER', []), own)).toBe('REQUESTER')
  expect(ticketRole(me('OWNER', []), ticketOf({ teamId: 'it' }))).toBe('OWNER')
  expect(ticketRole(me('AGENT', [{ id: 'it', role: 'LEAD' }]), ticketOf({ teamId: 'it' }))).toBe('LEAD')
  expect(ticketRole(me('AGENT', [{ id: 'hr', role: 'LEAD' }]), ticketOf({ teamId: 'it' }))).toBe('REQUESTER')
})
