import type { SenderInput } from './parse/index.ts'

/** A person whom the tenant knows by the sender's address. */
export type KnownSender = {
  id: string
  name: string
  email: string
  role: string
  active: boolean
  teamIds: readonly string[]
}

/**
 * Who a sender is to a ticket. Its requester is that first, also when an agent: they act in that part. Whom the reply
 * token was given to takes part; somebody else who has it is who they are. Somebody who was deactivated is nobody.
 */
export function senderKindOf(
  sender: KnownSender | undefined,
  ticket: { requesterId: string; teamId: string; isParticipant: boolean; tokenPersonId?: string },
): SenderInput['senderKind'] {
  if (sender === undefined || !sender.active) return 'unknown'
  if (sender.id === ticket.requesterId) return 'requester'
  if (sender.role !== 'EMPLOYEE') return worksOn(sender, ticket.teamId) ? 'agent-with-access' : 'agent'
  return ticket.isParticipant || sender.id === ticket.tokenPersonId ? 'participant' : 'unknown'
}

/** Whether a person answers tickets of this team as an agent. */
export function worksOn(person: Pick<KnownSender, 'role' | 'teamIds' | 'active'>, teamId: string): boolean {
  if (!person.active || person.role === 'EMPLOYEE') return false
  return person.role === 'OWNER' || person.teamIds.includes(teamId)
}
