import type { StreamedEvent } from './log-queries.ts'
import { topicKey } from './topics.ts'
import { PERSONAL_TYPES, TEAM_TYPES } from './viewer.ts'

/**
 * The topics that an event belongs to: its ticket, its team (both of a move), and everybody whom it concerns. Whoever
 * holds one of them gets it only if they may see it.
 */
export function topicsOf(event: StreamedEvent): string[] {
  const { ticket, ticketId } = event
  const { teamId } = event.refs
  if (TEAM_TYPES.has(event.type)) return typeof teamId === 'string' ? [topicKey('team', teamId)] : []
  if (ticketId === null || ticket === null) {
    const { personId } = event.refs
    return PERSONAL_TYPES.has(event.type) && typeof personId === 'string' ? [topicKey('me', personId)] : []
  }
  const people = [ticket.requesterId, ticket.assigneeId, ...Object.keys(ticket.participants)]
  const keys = new Set([topicKey('ticket', ticketId), topicKey('team', ticket.teamId)])
  for (const teamId of ends(event, 'teamId')) keys.add(topicKey('team', teamId))
  for (const personId of [...people, ...ends(event, 'assigneeId')])
    if (personId !== null) keys.add(topicKey('me', personId))
  return [...keys]
}

/** Whose rights an event changes: they are read anew before anything else is sent to them. */
export function personConcerned(event: StreamedEvent): string | undefined {
  const { personId } = event.refs
  return RIGHTS_TYPES.has(event.type) && typeof personId === 'string' ? personId : undefined
}

const RIGHTS_TYPES: ReadonlySet<string> = new Set([
  'admin.member_added',
  'admin.member_removed',
  'admin.person_updated',
  'admin.key_revoked',
  'admin.session_ended',
])

/** From what and to what an event changes a field. */
function ends(event: StreamedEvent, field: string): string[] {
  const changed = event.changes.find((change) => change.field === field)
  return [changed?.from, changed?.to].filter((value) => typeof value === 'string')
}
