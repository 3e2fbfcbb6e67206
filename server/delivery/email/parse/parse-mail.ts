import { sanitizeHtml } from '../../../platform/html/index.ts'
import { readAddresses, readFrom } from './addresses.ts'
import { decodeBody } from './charset.ts'
import { type ClassifyOptions, classify } from './classify.ts'
import type { HeaderField } from './header-fields.ts'
import { repairHeaders } from './header-repair.ts'
import { type HeaderBlock, scanLimits } from './limit-scan.ts'
import { parseMailDate } from './mail-date.ts'
import {
  type Address,
  defaultMailLimits,
  type MailLimits,
  type MailRefusal,
  malformedFrom,
  overLimit,
  type ParsedAttachment,
  type ParsedMail,
} from './mail-types.ts'
import { bodySections, joinedHtml, joinTexts, type Section } from './message-body.ts'
import { type MimeTree, readMimeTree } from './mime-tree.ts'
import { storableText, subjectLine } from './plain-line.ts'
import { identify, rootFields } from './read-headers.ts'

export type ParseOptions = ClassifyOptions & {
  /**
   * Derive `text` for parts that are HTML only (default true). A caller that sanitises `html` anyway
   * sets false, saves a trip to the worker, and takes the sanitiser's text when `textFrom` is `html`.
   */
  deriveText?: boolean
}

/**
 * Reads one raw mail. Never rejects and always settles: a mail over a limit, or one the parser cannot
 * read, is QUARANTINED; one without exactly one plain sender is SUSPENDED. HTML comes back unsanitised.
 * Limits: bytes, lines, parts, depth, CPU time. Rules: docs/behaviour/mail-parsing.md.
 */
export async function parseMail(
  raw: Buffer,
  limits: Partial<MailLimits> = {},
  options: ParseOptions = {},
): Promise<ParsedMail | MailRefusal> {
  const allLimits = { ...defaultMailLimits, ...limits }
  const scan = scanLimits(raw, allLimits)
  if ('refusal' in scan) return scan.refusal

  const { fields } = rootFields(raw, allLimits.maxHeaderBlockBytes)
  const from = soleFrom(fields)
  if ('refused' in from) return from

  const tree = await readTree(raw, scan.blocks, allLimits)
  if ('refused' in tree) return tree
  if (tree.fromCount > 1) return malformedFrom('more than one From field')
  return toParsedMail(withLostBody(tree, raw, scan.blocks[0]), fields, from, options)
}

/** RFC 5322 sec. 3.6.2 as DMARC needs it: one From field, one address, no group. */
function soleFrom(fields: readonly HeaderField[]): Address | MailRefusal {
  const values = fields.filter((field) => field.name === 'from').map((field) => field.value)
  if (values.length === 0) return malformedFrom('no From field')
  if (values.length > 1) return malformedFrom('more than one From field')
  const { addresses, group } = readFrom(values[0] ?? '')
  if (group) return malformedFrom('From is a group')
  if (addresses.length > 1) return malformedFrom('more than one address in From')
  return addresses[0] ?? malformedFrom('no address in From')
}

async function readTree(
  raw: Buffer,
  blocks: readonly HeaderBlock[],
  limits: MailLimits,
): Promise<MimeTree | MailRefusal> {
  try {
    return await readMimeTree(repairHeaders(raw, blocks), limits)
  } catch (error) {
    return overLimit(`not readable: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}

/** A multipart whose boundary is missing or never comes has no parts: its bytes are shown as text. */
function withLostBody(tree: MimeTree, raw: Buffer, head: HeaderBlock | undefined): MimeTree {
  if (!tree.root.contentType.startsWith('multipart/') || tree.root.children.length > 0) return tree
  const { text, guess } = decodeBody(raw.subarray(head?.end ?? 0), undefined, false)
  const root = { contentType: 'text/plain', text: storableText(text), children: [] }
  return { ...tree, root, ...(guess === undefined ? {} : { charsetGuess: guess }) }
}

async function toParsedMail(
  tree: MimeTree,
  fields: readonly HeaderField[],
  from: Address,
  options: ParseOptions,
): Promise<ParsedMail> {
  const headers = Map.groupBy(fields, (field) => field.name)
  const valuesOf = (...names: string[]) =>
    names.flatMap((name) => (headers.get(name) ?? []).map((field) => field.value))
  const headerValues = new Map([...headers].map(([name, found]) => [name, found.map((field) => field.value)]))
  const { date: dateHeader, messageId, inReplyTo, references } = identify(fields)
  const date = dateHeader === undefined ? undefined : parseMailDate(dateHeader)
  const sections = bodySections(tree.root)
  const html = joinedHtml(sections)
  return {
    ...(messageId === undefined ? {} : { messageId }),
    inReplyTo,
    references,
    ...(dateHeader === undefined ? {} : { dateHeader }),
    ...(date === undefined ? {} : { date }),
    from,
    replyTo: readAddresses(valuesOf('reply-to')),
    to: readAddresses(valuesOf('to')),
    cc: readAddresses(valuesOf('cc')),
    envelopeTo: readAddresses(valuesOf('delivered-to', 'x-envelope-to', 'x-original-to')),
    subject: subjectLine(tree.subject),
    ...(await textOf(sections, options.deriveText ?? true)),
    ...(html === undefined ? {} : { html }),
    attachments: withInline(tree.attachments, html),
    headers: headerValues,
    ...(tree.charsetGuess === undefined ? {} : { charsetGuess: tree.charsetGuess }),
    class: classify(headerValues, from, options),
  }
}

async function textOf(
  sections: readonly Section[],
  derive: boolean,
): Promise<Pick<ParsedMail, 'text' | 'textFrom'>> {
  if (sections.length === 0) return { text: '', textFrom: 'none' }
  const texts = await Promise.all(
    sections.map(async ({ text, html }) => text ?? (derive ? (await sanitizeHtml(html ?? '')).text : '')),
  )
  const derived = sections.some((section) => section.text === undefined)
  return { text: joinTexts(texts), textFrom: derived ? 'html' : 'plain' }
}

/** An image counts as inline when the HTML shows it; otherwise nobody would see it. */
function withInline(attachments: readonly ParsedAttachment[], html: string | undefined): ParsedAttachment[] {
  const shown = new Set<string>()
  // The sanitiser reads no more than 1 MiB of it.
  for (const match of (html ?? '').slice(0, 1024 * 1024).matchAll(/\bcid:([^"'\s<>)]{1,500})/gi)) {
    shown.add(match[1] ?? '').add(decoded(match[1] ?? ''))
  }
  return attachments.map((attachment) => ({
    ...attachment,
    inline: attachment.contentId !== undefined && shown.has(attachment.contentId),
  }))
}

function decoded(contentId: string): string {
  try {
    return decodeURIComponent(contentId)
  } catch {
    return contentId
  }
}
