import type { Status } from './tickets.ts'

/**
 * From which status to which. CLOSED from an open status is a closing without an answer, with its reason.
 * Rule: docs/behaviour/ticket-lifecycle.md, "From where to where".
 */
export const STATUS_TARGETS = {
  NEW: [
    'TRIAGED',
    'ASSIGNED',
    'IN_PROGRESS',
    'WAITING_ON_REQUESTER',
    'WAITING_ON_VENDOR',
    'RESOLVED',
    'CLOSED',
  ],
  TRIAGED: ['ASSIGNED', 'IN_PROGRESS', 'WAITING_ON_REQUESTER', 'WAITING_ON_VENDOR', 'RESOLVED', 'CLOSED'],
  ASSIGNED: ['TRIAGED', 'IN_PROGRESS', 'WAITING_ON_REQUESTER', 'WAITING_ON_VENDOR', 'RESOLVED', 'CLOSED'],
  IN_PROGRESS: ['TRIAGED', 'ASSIGNED', 'WAITING_ON_REQUESTER', 'WAITING_ON_VENDOR', 'RESOLVED', 'CLOSED'],
  WAITING_ON_REQUESTER: ['TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'WAITING_ON_VENDOR', 'RESOLVED', 'CLOSED'],
  WAITING_ON_VENDOR: ['TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'WAITING_ON_REQUESTER', 'RESOLVED', 'CLOSED'],
  REOPENED: [
    'TRIAGED',
    'ASSIGNED',
    'IN_PROGRESS',
    'WAITING_ON_REQUESTER',
    'WAITING_ON_VENDOR',
    'RESOLVED',
    'CLOSED',
  ],
  RESOLVED: ['REOPENED', 'CLOSED'],
  CLOSED: ['REOPENED'],
} as const satisfies Record<Status, readonly Status[]>

/** Why an open ticket may be closed without an answer. */
export const CLOSE_REASONS = ['SPAM', 'DUPLICATE', 'MERGED'] as const
export type CloseReason = (typeof CLOSE_REASONS)[number]

/** How long after its closing a ticket may be reopened: 30 days. */
export const REOPEN_CLOSED_MS = 30 * 24 * 3600_000
