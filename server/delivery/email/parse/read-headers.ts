import { type HeaderField, headerBlockEnd, headerFields } from './header-fields.ts'
import { defaultMailLimits } from './mail-types.ts'
import { messageIds, normMessageId } from './message-id.ts'

/** What is read of a mail at its receipt, before it is parsed. */
export type MailHeaders = {
  messageId?: string
  inReplyTo: string[]
  references: string[]
  /** Value of every From field, undecoded. A proper mail has one. */
  fromRaw: string[]
  date?: string
  /** Undecoded. */
  subjectRaw?: string
  /** The header block is longer than is read (256 KiB): parsing will refuse the mail. */
  truncated: boolean
}

/**
 * The identifying headers of a raw mail. Total and bounded: never throws, reads at most 256 KiB, so it
 * can run before anything is known of the mail. docs/behaviour/mail-parsing.md, "At receipt".
 */
export function readHeaders(raw: Buffer): MailHeaders {
  const { fields, truncated } = rootFields(raw)
  return { ...identify(fields), truncated }
}

/** The fields of the mail's own header block, cut at the limit. */
export function rootFields(raw: Buffer, maxBytes = defaultMailLimits.maxHeaderBlockBytes) {
  const head = raw.subarray(0, maxBytes + 1)
  const end = headerBlockEnd(head)
  return { fields: headerFields(head.subarray(0, Math.min(end, maxBytes))), truncated: end > maxBytes }
}

/** Picks the identifying values out of the fields. */
export function identify(fields: readonly HeaderField[]): Omit<MailHeaders, 'truncated'> {
  const all = (name: string) => fields.filter((field) => field.name === name).map((field) => field.value)
  const messageId = normMessageId(all('message-id')[0] ?? '')
  const date = all('date')[0]
  const subjectRaw = all('subject')[0]
  return {
    ...(messageId === undefined ? {} : { messageId }),
    inReplyTo: messageIds(all('in-reply-to')),
    references: messageIds(all('references')),
    fromRaw: all('from'),
    ...(date === undefined || date === '' ? {} : { date }),
    ...(subjectRaw === undefined ? {} : { subjectRaw }),
  }
}
