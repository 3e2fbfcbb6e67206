import { isStaffOf } from '../../desk/tickets/index.ts'
import type { Actor } from '../../directory/people/index.ts'
import type { StreamedEvent, TicketFacts } from './log-queries.ts'

/** Who looks, as far as it decides what they see. */
export type Viewer = Pick<Actor, 'personId' | 'role' | 'teams' | 'scopes'>

/** For whom an event is written: agents of the ticket's team, or those who see what is public. */
export type Audience = 'STAFF' | 'PUBLIC'

/**
 * For which audience the viewer gets an event, or undefined for not at all. Judged by the ticket as it is now, so what
 * happened before it moved is gone for its old team; only the move itself goes to both. The requester of a ticket is
 * that first, also in their own team. Rule: docs/behaviour/stream.md, "Who sees what".
 */
export function audienceOf(viewer: Viewer, event: StreamedEvent): Audience | undefined {
  if (event.ticketId === null) return tellsOf(viewer, event) ? 'STAFF' : undefined
  const { ticket } = event
  if (ticket === null) return undefined
  if (isStaffThen(viewer, event, ticket)) return mayReadNotes(viewer, event) ? 'STAFF' : undefined
  if (event.visibility !== 'PUBLIC' || !PUBLIC_TYPES.has(event.type)) return undefined
  return takesPart(viewer, ticket, event.seq) ? 'PUBLIC' : undefined
}

/** The viewer's part in a ticket as it is now; undefined where they do not see it at all. */
export function partIn(viewer: Viewer, ticket: TicketFacts): Audience | undefined {
  if (isStaff(viewer, ticket, ticket.teamId)) return 'STAFF'
  return takesPart(viewer, ticket, Number.MAX_SAFE_INTEGER) ? 'PUBLIC' : undefined
}

/** Types that those outside the team get, where the fact is public: written out, so that a new type is a decision. */
export const PUBLIC_TYPES: ReadonlySet<string> = new Set([
  'ticket.created',
  'ticket.updated',
  'ticket.status_changed',
  'ticket.priority_changed',
  'ticket.transferred',
  'ticket.redacted',
  'message.added',
  'message.released',
  'message.redacted',
  'attachment.added',
  'attachment.scanned',
])

/** Facts about a person that this person is told of, unless they are a requester. */
export const PERSONAL_TYPES: ReadonlySet<string> = new Set([
  'admin.member_added',
  'admin.member_removed',
  'admin.person_updated',
  'admin.key_created',
  'admin.key_revoked',
  'admin.session_started',
  'admin.session_ended',
])

/** Facts that change what a whole team sees at once; those who work there are told. */
export const TEAM_TYPES: ReadonlySet<string> = new Set(['admin.sample_loaded', 'admin.sample_removed'])

function tellsOf(viewer: Viewer, { type, refs }: StreamedEvent): boolean {
  if (TEAM_TYPES.has(type)) return typeof refs.teamId === 'string' && isStaffOf(viewer, refs.teamId)
  return viewer.role !== 'EMPLOYEE' && PERSONAL_TYPES.has(type) && refs.personId === viewer.personId
}

function isStaff(viewer: Viewer, ticket: TicketFacts, teamId: string): boolean {
  return ticket.requesterId !== viewer.personId && isStaffOf(viewer, teamId)
}

function isStaffThen(viewer: Viewer, event: StreamedEvent, ticket: TicketFacts): boolean {
  if (isStaff(viewer, ticket, ticket.teamId)) return true
  const { from, to } = event.changes.find(({ field }) => field === 'teamId') ?? {}
  return [from, to].some((teamId) => typeof teamId === 'string' && isStaff(viewer, ticket, teamId))
}

function mayReadNotes(viewer: Viewer, event: StreamedEvent): boolean {
  if (event.visibility === 'PUBLIC' || !event.type.startsWith('message.')) return true
  return viewer.scopes === null || viewer.scopes.includes('notes:read')
}

function takesPart(viewer: Viewer, ticket: TicketFacts, seq: number): boolean {
  if (ticket.requesterId === viewer.personId || viewer.role === 'OWNER') return true
  const since = ticket.participants[viewer.personId]
  return since !== undefined && since <= seq
}
