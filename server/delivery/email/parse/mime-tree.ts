import { hash } from 'node:crypto'
import { Transform } from 'node:stream'
import { type AttachmentStream, MailParser } from 'mailparser'
import { attachmentFilename } from './attachment-name.ts'
import { decodeBody } from './charset.ts'
import type { MailLimits, ParsedAttachment } from './mail-types.ts'
import { meterParse, type ParseClock, type ParseMeter, threadClock } from './parse-meter.ts'
import { storableText } from './plain-line.ts'

export type MimeNode = {
  contentType: string
  /** Of a body part; undefined for containers and attachments. */
  text?: string
  children: MimeNode[]
}

export type MimeTree = {
  root: MimeNode
  /** Encoded words decoded. */
  subject: string
  /** `inline` says the part stands in a multipart/related; the HTML decides later. */
  attachments: ParsedAttachment[]
  charsetGuess?: string
  fromCount: number
}

/** What mailparser keeps of a part; not in its types. The charset tests fail if a version changes it. */
type ParserNode = {
  contentType: string | false
  isAttachment?: boolean
  charset?: string
  children: ParserNode[]
}
type SplitNode = { parentNode: SplitNode | false; parseHeaders: () => void }
type Splitter = Transform & {
  node: SplitNode
  newNode: (parent?: SplitNode | false) => void
  processLine: () => void
}
type ParserInside = MailParser & {
  splitter: Splitter
  processChunk: (chunk: unknown, done: (error?: Error) => void) => void
  hasFailed: boolean
  createNode: (part: SplitNode) => ParserNode
  decoder: { decodeStream: (label: string) => Transform }
  tree: ParserNode | false
}
type TextPart = { declared: string | undefined; isHtml: boolean; text: string; guess?: string }

/**
 * Takes a mail apart with mailparser: transfer encodings, format=flowed, encoded words and RFC 2231 are
 * its work; charsets are ours (see decodeBody). Delivery reports, calendars, winmail.dat and attached
 * messages stay attachments. Rejects what the parser rejects and when the limits are broken; what is left of
 * the mail is then not read.
 */
export function readMimeTree(
  raw: Buffer,
  limits: MailLimits,
  clock: ParseClock = threadClock,
): Promise<MimeTree> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      meter.end()
      reject(error)
      parser.hasFailed = true
      // It would go through the rest of the mail, line by line.
      parser.splitter.processLine = () => {}
      parser.splitter.destroy()
      parser.destroy()
    }
    const meter = meterParse(clock, limits.cpuLimitMs, fail)
    const { parser, textParts, deepest } = createParser(limits, meter)
    const attachments: ParsedAttachment[] = []
    parser.on('error', fail)
    parser.on('data', (data) => {
      if (data.type !== 'attachment') return
      collect(data, (content) => attachments.push(toAttachment(data, content)))
    })
    parser.on('end', () => {
      meter.end()
      if (deepest() > limits.maxDepth) return reject(new Error(`parts nested deeper than ${limits.maxDepth}`))
      const lines = parser.headerLines || []
      const guess = textParts.find((part) => part.guess !== undefined)?.guess
      resolve({
        root: toMimeNode(parser.tree, textParts),
        subject: String((parser.headers || undefined)?.get('subject') ?? ''),
        attachments,
        fromCount: lines.filter((line) => line.key === 'from').length,
        ...(guess === undefined ? {} : { charsetGuess: guess }),
      })
    })
    parser.end(raw)
  })
}

function createParser(limits: MailLimits, meter: ParseMeter) {
  const options = {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    keepDeliveryStatus: true,
    checksumAlgo: false as const,
    // Read by the splitter: attached messages stay bytes; one more than our own scan allows.
    ignoreEmbedded: true,
    maxChildNodes: limits.maxParts + 1,
  }
  const parser = new MailParser(options) as ParserInside
  const textParts: TextPart[] = []
  let deepest = 0

  const createNode = parser.createNode.bind(parser)
  parser.createNode = (part) => {
    deepest = Math.max(deepest, depthOf(part))
    const node = createNode(part)
    if (node.isAttachment !== false) return node
    textParts.push({ declared: node.charset, isHtml: node.contentType === 'text/html', text: '' })
    // The label makes the parser ask our decoder, also for parts it would take for ASCII or UTF-8.
    node.charset = `#${textParts.length - 1}`
    return node
  }
  parser.decoder = { decodeStream: (label) => decodeStream(textParts[partIndex(label)], meter) }
  meterParser(parser, meter)
  return { parser, textParts, deepest: () => deepest }
}

/**
 * Headers, transfer encodings and charsets are what hostile mail can make dear: reading them is counted. Not
 * counted is finding the ends of lines, in turns of 16 KiB: 4 s for 40 MiB of empty ones (measured).
 */
function meterParser(parser: ParserInside, meter: ParseMeter): void {
  const processChunk = parser.processChunk.bind(parser)
  parser.processChunk = (chunk, done) => meter.turn(() => processChunk(chunk, done))

  const { splitter } = parser
  const meterHeaders = (node: SplitNode) => {
    const parseHeaders = node.parseHeaders.bind(node)
    node.parseHeaders = () => meter.turn(parseHeaders)
  }
  const newNode = splitter.newNode.bind(splitter)
  splitter.newNode = (parent) => {
    newNode(parent)
    meterHeaders(splitter.node)
  }
  meterHeaders(splitter.node)
}

function depthOf(part: SplitNode): number {
  let depth = 0
  for (let node: SplitNode | false = part.parentNode; node; node = node.parentNode) depth++
  return depth
}

/**
 * Takes the bytes of a body part and keeps its text in `part`. Nothing is handed on: the parser would
 * turn it into text once more, which took 1.8 GB for 38 MB of empty lines (measured).
 */
function decodeStream(part: TextPart | undefined, meter: ParseMeter): Transform {
  const chunks: Buffer[] = []
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
    flush(done) {
      if (part !== undefined) meter.turn(() => decodeInto(part, Buffer.concat(chunks)))
      done()
    },
  })
}

function decodeInto(part: TextPart, bytes: Buffer): void {
  const decoded = decodeBody(bytes, part.declared, part.isHtml)
  Object.assign(part, decoded, { text: storableText(decoded.text) })
}

function collect(attachment: AttachmentStream, done: (content: Buffer) => void): void {
  const chunks: Buffer[] = []
  attachment.content.on('data', (chunk: Buffer) => chunks.push(chunk))
  attachment.content.on('end', () => {
    done(Buffer.concat(chunks))
    attachment.release?.()
  })
}

function toAttachment(part: AttachmentStream, content: Buffer): ParsedAttachment {
  const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(part.contentType)
    ? part.contentType
    : 'application/octet-stream'
  const contentId = storableText(part.cid ?? '').slice(0, 500)
  return {
    filename: attachmentFilename(part.filename || undefined, contentType),
    contentType: contentType.toLowerCase().slice(0, 200),
    ...(contentId === '' ? {} : { contentId }),
    inline: part.related === true,
    size: content.length,
    sha256: hash('sha256', content, 'hex'),
    content,
  }
}

function toMimeNode(node: ParserNode | false, textParts: readonly TextPart[]): MimeNode {
  if (node === false) return { contentType: 'text/plain', children: [] }
  const contentType = node.contentType || 'text/plain'
  const children = node.children.map((child) => toMimeNode(child, textParts))
  const part = node.isAttachment === false ? textParts[partIndex(node.charset)] : undefined
  return part === undefined ? { contentType, children } : { contentType, children, text: part.text }
}

function partIndex(label: string | undefined): number {
  return Number(label?.slice(1))
}
