import { BUILT_IN, fillText } from './template/template-words.ts'

/** `[IT-12] The printer hums`: the same for every mail of a ticket, renamed or not, because clients thread by it too. */
export function messageSubject(ticket: { ticketKey: string; firstSubject: string }): string {
  const tag = `[${ticket.ticketKey}]`
  return ticket.firstSubject.includes(tag) ? ticket.firstSubject : `${tag} ${ticket.firstSubject}`
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
