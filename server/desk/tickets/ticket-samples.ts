import type { TicketState } from './ticket.ts'

/** A fresh ticket for tests of decisions. */
export function aTicket(over: Partial<TicketState> = {}): TicketState {
  return {
    id: '01900000-0000-7000-8000-000000000001',
    key: 'IT-1',
    number: 1,
    subject: 'The printer is on fire',
    status: 'NEW',
    statusReason: null,
    priority: 'P3',
    channel: 'API',
    teamId: 'team',
    assigneeId: null,
    requester: { id: 'requester', name: 'Rita', email: 'rita@example.org' },
    requesterReplied: false,
    followUpOf: null,
    version: 1,
    seq: 1,
    publicSeq: 1,
    requesterSeq: 1,
    agentSeq: 0,
    createdAt: '2026-03-04T09:00:00.000Z',
    updatedAt: '2026-03-04T09:00:00.000Z',
    firstResponseAt: null,
    dueAt: null,
    resolvedAt: null,
    closedAt: null,
    ...over,
  }
}

/** An agent of the team, acting at a fixed instant. */
export const FACTS = {
  part: 'STAFF',
  personId: 'agent',
  mayReopenClosed: true,
  assigneeFits: true,
  assignOnReply: true,
  now: '2026-03-04T15:00:00.000Z',
} as const
