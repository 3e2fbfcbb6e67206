import { expect, test } from 'vitest'
import type { Status } from '../../../../contracts/tickets.ts'
import { ticketOf } from '../../../api/ticket-samples.ts'
import { nextStatuses, ticketRole } from './next-statuses.ts'

const NOW = '2026-03-10T12:00:00.000Z'
const NOW_MS = Date.parse(NOW)
const ticket = (status: Status) => ({
  status,
  closedAt: null,
  firstResponseAt: NOW,
  requesterReplied: false,
})

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
