import { BUILT_IN, fillText } from './template/template-words.ts'

/** `[IT-12] The printer hums`: the same for every mail of a ticket, because clients thread by it too. */
export function messageSubject(ticket: { ticketKey: string; ticketSubject: string }): string {
  const tag = `[${ticket.ticketKey}]`
  return ticket.ticketSubject.includes(tag) ? ticket.ticketSubject : `${tag} ${ticket.ticketSubject}`
}

/** The subject of an acknowledgement, which says nothing of what the mail said. */
export function acknowledgementSubject(
  ticket: { ticketKey: string; teamName: string; organisationName: string },
  template: string | null,
): string {
  const words = fillText(template ?? BUILT_IN.ACKNOWLEDGEMENT.subject ?? '', {
    'ticket.key': ticket.ticketKey,
    'team.name': ticket.teamName,
    'organisation.name': ticket.organisationName,
  })
  return `[${ticket.ticketKey}] ${words}`
}
