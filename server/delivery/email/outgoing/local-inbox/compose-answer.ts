import { textToHtml } from '../../../../platform/html/index.ts'
import { newId } from '../../../../platform/ids/index.ts'
import { composeMail } from '../../../../platform/mail-transport/index.ts'
import { isRefusal, parseMail } from '../../parse/index.ts'
import type { AnsweredMail } from './local-mail-queries.ts'

/** `.invalid` is nobody's (RFC 2606): such an id is never taken for one of the desk's. */
const ID_DOMAIN = 'local-inbox.invalid'

/**
 * The bytes of the mail by which the recipient of a kept mail answers it, as a common client writes it: to Reply-To, with
 * In-Reply-To and References, `Re:` before the subject, and the mail quoted below.
 */
export async function composeAnswer(mail: AnsweredMail, body: string, now: Date): Promise<Buffer> {
  const { personName, address, replyTo, header, references, subject } = mail
  const parsed = await parseMail(mail.raw)
  const quoted = isRefusal(parsed) ? '' : parsed.text
  const said = `On ${now.toUTCString()}, ${mail.senderName} wrote:`
  const id = newId()
  return composeMail({
    from: { name: personName, address },
    to: { name: '', address: replyTo },
    replyTo: address,
    subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
    messageId: `<${id}@${ID_DOMAIN}>`,
    inReplyTo: header,
    references: [...references, header],
    date: now,
    headers: {},
    text: `${body}\n\n${said}\n${quoted.replace(/^/gm, '> ')}\n`,
    html: `${textToHtml(body)}\n${textToHtml(said)}\n<blockquote type="cite">${textToHtml(quoted)}</blockquote>`,
    files: [],
    boundarySeed: id,
  })
}
