import { isAscii, isUtf8 } from 'node:buffer'

export type HeaderField = {
  /** Lower case, without the white space some senders put before the colon. */
  name: string
  /** Unfolded and trimmed; raw 8-bit bytes read as UTF-8 or else windows-1252; encoded words kept. */
  value: string
}

const lf = 0x0a
const cr = 0x0d

/**
 * Offset behind the header block: behind the empty line that ends it, or the end of the input.
 * `from` is where the block starts.
 */
export function headerBlockEnd(raw: Buffer, from = 0): number {
  let lineStart = from
  while (lineStart < raw.length) {
    const end = raw.indexOf(lf, lineStart)
    if (end === -1) return raw.length
    if (end === lineStart || (end === lineStart + 1 && raw[lineStart] === cr)) return end + 1
    lineStart = end + 1
  }
  return raw.length
}

/**
 * Every field of one header block, in order. Total: lines that are no field (an mbox `From ` line,
 * noise) are passed over, a first line that is a continuation too. RFC 5322 sec. 2.2, read leniently:
 * `From : x` counts as a From, so that no reader downstream sees a sender that this one missed.
 */
export function headerFields(block: Buffer): HeaderField[] {
  const fields: HeaderField[] = []
  let start = 0
  while (start < block.length) {
    const end = fieldEnd(block, start)
    const field = readField(block.subarray(start, end))
    if (field !== undefined) fields.push(field)
    start = end
  }
  return fields
}

/** Bytes as text: ASCII and UTF-8 as they are, anything else as windows-1252. */
export function decodeRawText(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : windows1252.decode(bytes)
}

const windows1252 = new TextDecoder('windows-1252')

/** Offset behind the field that starts at `start`, its continuation lines included. */
export function fieldEnd(block: Buffer, start: number): number {
  let end = block.indexOf(lf, start)
  while (end !== -1 && (block[end + 1] === 0x20 || block[end + 1] === 0x09)) end = block.indexOf(lf, end + 1)
  return end === -1 ? block.length : end + 1
}

function readField(line: Buffer): HeaderField | undefined {
  const colon = line.indexOf(0x3a)
  if (colon < 1) return undefined
  const name = line.toString('latin1', 0, colon).trimEnd()
  if (!/^[\x21-\x7e]+$/.test(name)) return undefined
  const value = decodeRawText(line.subarray(colon + 1)).replaceAll('\0', '')
  return { name: name.toLowerCase(), value: value.replace(/\r?\n/g, '').trim() }
}
