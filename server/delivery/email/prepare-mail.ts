import { Check } from 'typebox/value'
import { EmailAddress } from '../../../contracts/fields.ts'
import { attachmentUrl, type NewFile } from '../../desk/attachments/index.ts'
import type { Content } from '../../desk/tickets/index.ts'
import { emailKey } from '../../directory/people/index.ts'
import { sanitizeHtml, textToHtml } from '../../platform/html/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { domainOf, parseBounceAddress } from './bounce/bounce-address.ts'
import { type DeliveryReport, readDeliveryReport } from './bounce/delivery-report.ts'
import { dedupeKey, isRefusal, type MailRefusal, type ParsedMail, parseMail } from './parse/index.ts'
import type { Mailbox } from './queries.ts'
import { type FoundToken, findTokens } from './reply-token/find-tokens.ts'

/** A mail ready to be decided on: parsed, sanitised, nothing of it stored yet. */
export type PreparedMail = {
  sender: { address: string; name: string; key: string }
  subject: string
  content: Content
  files: NewFile[]
  dedupeKey: Buffer
  own: boolean
  auto: boolean
  bulk: boolean
  suppressAutoReply: boolean
  report: boolean
  /** A read receipt (RFC 8098). */
  receipt: boolean
  /** A delivery report by a mail system. */
  bounce: DeliveryReport | undefined
  /** Deliveries whose bounce address the mail came to, at domains of ours. */
  bouncedIds: string[]
  tokens: FoundToken[]
  messageId: string | undefined
  /** The Message-ID as it stands in the mail, with `<>`, where it can be quoted. */
  messageIdHeader: string | undefined
}

/** A mail as it was received, and what the desk knows of itself. */
export type MailSource = {
  raw: Buffer
  recipient: string | null
  mailbox: Mailbox
  mailboxes: readonly Mailbox[]
  instanceMarks: readonly string[]
}

/** Longer text is cut; the whole mail stays readable as it came. */
const TEXT_BYTES_MAX = 256 * 1024
const HTML_BYTES_MAX = 512 * 1024
const BOUNCED_IDS_MAX = 5
/** RFC 5322 sec. 2.1.1: what is longer fits no line. */
const ID_CHARS_MAX = 900
const CUT_NOTE = '\n\n[The mail is longer; all of it is kept as it came.]'

/** Reads a raw mail outside of any transaction. Never rejects for what the mail holds: that is a refusal. */
export async function prepareMail(tenantId: string, source: MailSource): Promise<PreparedMail | MailRefusal> {
  const { raw, mailbox, mailboxes, instanceMarks } = source
  const ownAddresses = mailboxes.map((one) => one.address)
  const options = { ownAddresses, ownLists: mailbox.ownLists, instanceMarks, deriveText: false }
  const mail = await parseMail(raw, {}, options)
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
    ...classesOf(mail),
    ...addressedTo(mail, source),
    messageId: mail.messageId,
    messageIdHeader: quotableId(mail.headers.get('message-id')?.[0] ?? ''),
  }
}

/** Only a mail system's report counts: a person may forward one, parts and all. */
function classesOf(mail: ParsedMail) {
  const { own, auto, bulk, suppressAutoReply, report } = mail.class
  const bounce = auto ? readDeliveryReport(mail.attachments) : undefined
  const type = (mail.headers.get('content-type')?.[0] ?? '').toLowerCase()
  const receipt = report && /\breport-type\s*=\s*"?disposition-notification\b/.test(type)
  return { own, auto, bulk, suppressAutoReply, report, receipt, bounce }
}

/** What the addresses of a mail say: reply tokens and bounce addresses, the envelope's recipient first. */
function addressedTo(mail: ParsedMail, { recipient, mailboxes }: MailSource) {
  const named = [...mail.to, ...mail.cc, ...mail.envelopeTo].map((one) => one.address)
  const addresses = recipient === null ? named : [recipient, ...named]
  const domains = new Set(mailboxes.map((one) => domainOf(one.address)))
  const bounces = addresses.flatMap((address) => parseBounceAddress(address.trim()) ?? [])
  const bouncedIds = bounces.filter(({ domain }) => domains.has(domain)).map(({ deliveryId }) => deliveryId)
  return {
    tokens: findTokens(mailboxes, addresses),
    bouncedIds: [...new Set(bouncedIds)].slice(0, BOUNCED_IDS_MAX),
  }
}

/** An id that goes into a header of ours as it is: printable ASCII within one pair of brackets. */
function quotableId(value: string): string | undefined {
  const id = /<[^<>]*>/.exec(value)?.[0] ?? ''
  return id.length <= ID_CHARS_MAX && /^<[\x21-\x7e]+@[\x21-\x7e]+>$/.test(id) ? id : undefined
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
