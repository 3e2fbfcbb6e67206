import type { Channel } from '../../../../contracts/tickets.ts'

/** A new ticket as far as it says whether its requester is told so by mail. */
export type NewTicketFacts = {
  channel: Channel
  /** Its first message was written by a machine. */
  auto: boolean
  /** Nothing automatic follows: an import, a list, an answer to an acknowledgement. */
  quiet: boolean
  /** Somebody else than the requester filed it. */
  filedForRequester: boolean
  requesterActive: boolean
  requesterIsOwnMailbox: boolean
}

/**
 * Whether a new ticket is acknowledged, limits aside: what came by mail or by the portal is, and what somebody filed for
 * another. Pure. Rule: docs/behaviour/outgoing-mail.md, "Acknowledgements".
 */
export function wantsAcknowledgement(ticket: NewTicketFacts): boolean {
  if (ticket.auto || ticket.quiet || !ticket.requesterActive || ticket.requesterIsOwnMailbox) return false
  return ticket.channel === 'EMAIL' || ticket.channel === 'PORTAL' || ticket.filedForRequester
}
