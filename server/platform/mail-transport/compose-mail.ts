import MailComposer from 'nodemailer/lib/mail-composer'
import { headerText } from './header-text.ts'

/** A file of a mail. One with a `contentId` is shown by the HTML and stands beside it. */
export type MailFile = {
  filename: string
  contentType: string
  content: Buffer
  contentId?: string | undefined
}

/** A mail to be. Ids have their `<>`; `date` is the Date field; `boundarySeed` fixes what else would be random. */
export type MailParts = {
  from: { name: string; address: string }
  to: { name: string; address: string }
  replyTo: string
  subject: string
  messageId: string
  inReplyTo: string | null
  references: readonly string[]
  date: Date
  headers: Readonly<Record<string, string>>
  text: string
  html: string
  files: readonly MailFile[]
  boundarySeed: string
}

/**
 * The bytes of a mail: text and HTML in quoted-printable, files in base64, lines of at most 998 bytes that end in
 * CRLF. The same parts give the same bytes, so that a second attempt is the same mail. RFC 5322, 2045-2047, 2387.
 */
export async function composeMail(parts: MailParts): Promise<Buffer> {
  const { from, to, replyTo, subject, messageId, inReplyTo, references, date, headers } = parts
  const composer = new MailComposer({
    from: { name: headerText(from.name), address: from.address },
    to: { name: headerText(to.name), address: to.address },
    replyTo,
    subject: headerText(subject),
    messageId,
    ...(inReplyTo === null ? {} : { inReplyTo }),
    ...(references.length === 0 ? {} : { references: [...references] }),
    date,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value)])),
    text: parts.text,
    html: parts.html,
    attachments: parts.files.map(attachmentOf),
    encoding: 'quoted-printable',
    baseBoundary: parts.boundarySeed,
    newline: 'win',
    // Content never names a place to load from, whatever somebody wrote.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

function attachmentOf({ filename, contentType, content, contentId }: MailFile) {
  const name = headerText(filename, 200)
  return contentId === undefined
    ? { filename: name, contentType, content, contentDisposition: 'attachment' }
    : { filename: name, contentType, content, cid: contentId, contentDisposition: 'inline' }
}
