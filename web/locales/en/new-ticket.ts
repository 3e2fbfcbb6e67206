/** The box that files a ticket. */
export const newTicket = {
  'newTicket.title': 'New ticket',
  'newTicket.subject': 'Subject',
  'newTicket.requester.hint': 'Type a name or a mail address. Empty: you ask for it yourself.',
  'newTicket.requester.invalid': 'Choose somebody from the list, or type a whole mail address.',
  'newTicket.body': 'What is it about?',
  'newTicket.create': 'Create',
  'newTicket.createAndOpen': 'Create and open',
  'newTicket.created': '{key} is created',
  'newTicket.open': 'Open',
  'newTicket.discard': 'Discard the draft',
  'newTicket.offline': 'You are offline, so nothing was sent. What you wrote is kept.',
  'newTicket.noAnswer':
    'Docket did not answer. What you wrote is kept; trying again never creates the ticket twice.',
} as const
