import type { Actor } from '../../directory/people/index.ts'
import type { TicketState } from './ticket.ts'

/** Whether the actor works on tickets of this team; else only as requester or participant. The owner works on all. */
export function isStaffOf(actor: Pick<Actor, 'role' | 'teams'>, teamId: string): boolean {
  return (
    actor.role === 'OWNER' || (actor.role !== 'EMPLOYEE' && actor.teams.some((team) => team.id === teamId))
  )
}

/** Whether the actor leads there: may reopen what is closed. */
export function isLeadOf(actor: Actor, teamId: string): boolean {
  if (actor.role === 'OWNER') return true
  return actor.role !== 'EMPLOYEE' && actor.teams.some((team) => team.id === teamId && team.role !== 'AGENT')
}

/** In which part the actor acts on a ticket that the SQL twin let through. The requester of a ticket is that first. */
export function partOf(
  actor: Actor,
  ticket: Pick<TicketState, 'teamId' | 'requester'>,
): 'STAFF' | 'REQUESTER' {
  return worksOn(actor, { teamId: ticket.teamId, requesterId: ticket.requester.id }) ? 'STAFF' : 'REQUESTER'
}

/** Whether the actor acts on the ticket as one of its team, and not as its requester. */
export function worksOn(actor: Actor, ticket: { teamId: string; requesterId: string }): boolean {
  return isStaffOf(actor, ticket.teamId) && ticket.requesterId !== actor.personId
}
