import { Check } from 'typebox/value'
import { EmailAddress } from '../../../contracts/fields.ts'
import { attachmentUrl, type NewFile } from '../../desk/attachments/index.ts'
import type { Content } from '../../desk/tickets/index.ts'
import { emailKey } from '../../directory/people/index.ts'
import { sanitizeHtml, textToHtml } from '../../platform/html/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { dedupeKey, isRefusal, type MailRefusal, type ParsedMail, parseMail } from './parse/index.ts'
import type { Mailbox } from './queries.ts'

/** A mail ready to be decided on: parsed, sanitised, nothing of it stored yet. */
export type PreparedMail = {
  sender: { address: string; name: string; key: string }
  subject: string
  content: Content
  files: NewFile[]
  dedupeKey: Buffer
  own: boolean
  auto: boolean
  report: boolean
}

/** Longer text is cut; the whole mail stays readable as it came. */
const TEXT_BYTES_MAX = 256 * 1024
const HTML_BYTES_MAX = 512 * 1024
const CUT_NOTE = '\n\n[The mail is longer; all of it is kept as it came.]'

/** Reads a raw mail outside of any transaction. Never rejects for what the mail holds: that is a refusal. */
export async function prepareMail(
  tenantId: string,
  raw: Buffer,
  mailbox: Mailbox,
  ownAddresses: readonly string[],
): Promise<PreparedMail | MailRefusal> {
  const mail = await parseMail(raw, {}, { ownAddresses, ownLists: mailbox.ownLists, deriveText: false })
  if (isRefusal(mail)) return mail
  const { address, name } = mail.class.sender
  if (!Check(EmailAddress, address)) {
    return {
      refused: 'SUSPENDED',
      reason: 'MALFORMED_FROM',
      detail: 'the sender is no address that can be answered',
    }
  }
  const files = mail.attachments.map((file) => ({ ...file, id: newId() }))
  return {
    sender: { address, name, key: emailKey(address) },
    subject: mail.subject,
    content: await contentOf(mail, files),
    files,
    dedupeKey: Buffer.from(keyOf(tenantId, raw, mail), 'hex'),
    own: mail.class.own,
    auto: mail.class.auto,
    report: mail.class.report,
  }
}

function keyOf(tenantId: string, raw: Buffer, mail: ParsedMail): string {
  const { messageId, dateHeader } = mail
  return dedupeKey({ tenantId, messageId, from: mail.from.address, dateHeader, raw })
}

async function contentOf(mail: ParsedMail, files: readonly NewFile[]): Promise<Content> {
  if (mail.html === undefined) return textContent(mail.text)
  const inline = files.filter((file) => file.inline && file.contentId !== undefined)
  const cidUrls = Object.fromEntries(inline.map((file) => [file.contentId ?? '', attachmentUrl(file.id)]))
  const clean = await sanitizeHtml(mail.html, { cidUrls })
  const text = mail.textFrom === 'plain' ? mail.text : clean.text
  if (Buffer.byteLength(clean.html) > HTML_BYTES_MAX) return textContent(text)
  return { body: cut(text), bodyHtml: clean.html }
}

function textContent(text: string): Content {
  const body = cut(text)
  return { body, bodyHtml: textToHtml(body) }
}

function cut(text: string): string {
  if (Buffer.byteLength(text) <= TEXT_BYTES_MAX) return text
  const bytes = Buffer.from(text).subarray(0, TEXT_BYTES_MAX)
  // A character cut in half at the end goes.
  const kept = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
  return kept + CUT_NOTE
}
