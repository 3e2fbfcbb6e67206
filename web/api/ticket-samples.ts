import type { StreamEvent } from '../../contracts/realtime.ts'
import type { Ticket } from '../../contracts/tickets.ts'

/** A ticket for tests. */
export function ticketOf(part: Partial<Ticket> = {}): Ticket {
  return {
    id: 't',
    key: 'IT-1',
    number: 1,
    subject: 'Printer',
    status: 'NEW',
    statusReason: null,
    priority: 'P3',
    channel: 'API',
    teamId: 'team',
    assigneeId: null,
    requester: { id: 'rita', name: 'Rita', email: 'rita@example.org' },
    requesterReplied: false,
    followUpOf: null,
    version: 1,
    seq: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    firstResponseAt: null,
    dueAt: null,
    resolvedAt: null,
    closedAt: null,
    ...part,
  }
}

/** A fact of the stream for tests. */
export function eventOf(
  part: Omit<Partial<StreamEvent>, 'mutationId'> & { mutationId?: string | undefined } = {},
): StreamEvent {
  const { mutationId, ...rest } = part
  return {
    id: 'e',
    type: 'ticket.updated',
    ticketId: 't',
    version: 2,
    visibility: 'PUBLIC',
    actor: { type: 'person', id: 'ben' },
    at: '2026-01-02T00:00:00.000Z',
    changes: [],
    refs: {},
    ...(mutationId === undefined ? {} : { mutationId }),
    ...rest,
  }
}
