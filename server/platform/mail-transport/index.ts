/** Mails as bytes, and the way to a mail server. Knows no help-desk noun. */
export { composeMail, type MailFile, type MailParts } from './compose-mail.ts'
export { headerText } from './header-text.ts'
export type { SendOutcome } from './send-outcome.ts'
export { type MailTransport, type OutgoingMail, openSmtpTransport } from './smtp-transport.ts'
