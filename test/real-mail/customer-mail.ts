import { createTransport, type SendMailOptions } from 'nodemailer'
import type { ArrivedMail } from '../parts/inbox.ts'

/** Sends a mail as a customer's mail program does, straight to the server; its Message-ID. */
export async function sendAsCustomer(port: number, mail: SendMailOptions): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false })
  try {
    return (await transport.sendMail(mail)).messageId
  } finally {
    transport.close()
  }
}

/** What a mail program fills in for the answer to a mail (RFC 5322, 3.6.4 and 3.6.2), with the question quoted below. */
export function answerTo(mail: ArrivedMail, from: string, text: string): SendMailOptions {
  const { parsed } = mail
  const id = parsed.messageId ?? ''
  const quoted = (parsed.text ?? '').replace(/^/gm, '> ')
  return {
    from,
    to: mail.header('reply-to') ?? mail.header('from') ?? '',
    subject: `Re: ${parsed.subject ?? ''}`,
    inReplyTo: id,
    references: [parsed.references ?? [], id].flat(),
    text: `${text}\n\nOn ${parsed.date?.toUTCString()}, ${parsed.from?.text} wrote:\n${quoted}`,
  }
}
