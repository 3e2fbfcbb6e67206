import type { Classification } from './classify.ts'

/** `address` is lower case; `name` is decoded, one line, without control or direction characters. */
export type Address = { name: string; address: string }

export type ParsedAttachment = {
  /** Safe to store and to offer: see safeFilename. Never empty. */
  filename: string
  contentType: string
  /** Without `<>`. */
  contentId?: string
  /** Referenced by the HTML through its Content-ID: belongs to the text rather than beside it. */
  inline: boolean
  size: number
  sha256: string
  content: Buffer
}

export type ParsedMail = {
  /** Normalised, see normMessageId. */
  messageId?: string
  inReplyTo: string[]
  references: string[]
  dateHeader?: string
  date?: Date
  from: Address
  replyTo: Address[]
  to: Address[]
  cc: Address[]
  /** Delivered-To, X-Envelope-To, X-Original-To. */
  envelopeTo: Address[]
  /** One line, 1 to 250 characters; `(no subject)` when there is none. */
  subject: string
  text: string
  /** Where `text` came from: `html` when at least a part of it had to be derived from markup. */
  textFrom: 'plain' | 'html' | 'none'
  /** As it came: NOT sanitised. */
  html?: string
  attachments: ParsedAttachment[]
  /** Lower-case name to values in order, unfolded, encoded words left as they are. */
  headers: Map<string, string[]>
  /** The charset that was used where the declared one was missing, unknown or wrong. */
  charsetGuess?: string
  class: Classification
}

export type MailRefusal =
  | { refused: 'QUARANTINED'; reason: 'LIMIT'; detail: string }
  | { refused: 'SUSPENDED'; reason: 'MALFORMED_FROM'; detail: string }

export type MailLimits = {
  maxBytes: number
  maxHeaderBlockBytes: number
  maxLineBytes: number
  maxParts: number
  maxDepth: number
  /** CPU time of the parser's own turns, all together: a mail that keeps it longer is refused. */
  cpuLimitMs: number
}

/** docs/behaviour/mail-parsing.md, "Limits". */
export const defaultMailLimits: MailLimits = {
  maxBytes: 40 * 1024 * 1024,
  maxHeaderBlockBytes: 256 * 1024,
  maxLineBytes: 1024 * 1024,
  maxParts: 500,
  maxDepth: 20,
  cpuLimitMs: 30_000,
}

/** Tells a refusal from a parsed mail. */
export function isRefusal(result: ParsedMail | MailRefusal): result is MailRefusal {
  return 'refused' in result
}

/** The refusal of a mail that is larger or deeper than allowed; kept, for an admin to look at. */
export function overLimit(detail: string): MailRefusal {
  return { refused: 'QUARANTINED', reason: 'LIMIT', detail }
}

/** The refusal of a mail whose sender cannot be told (RFC 5322 3.6.2 allows exactly one From). */
export function malformedFrom(detail: string): MailRefusal {
  return { refused: 'SUSPENDED', reason: 'MALFORMED_FROM', detail }
}
