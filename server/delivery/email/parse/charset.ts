import { isAscii, isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'

export type DecodedText = {
  text: string
  /** The charset used where the declared one was missing, unknown or wrong. */
  guess?: string
}

/**
 * Bytes of a body as text: the declared charset, else UTF-8 if they are valid, else windows-1252. Bytes
 * that a declared charset cannot place become U+FFFD when it reads most of the others; a charset that
 * fits nowhere was not the right one. UTF-7 is decoded for plain text only: in HTML it is a way past
 * filters. docs/behaviour/mail-parsing.md, "Charsets".
 */
export function decodeBody(bytes: Buffer, declared: string | undefined, isHtml: boolean): DecodedText {
  const label = normLabel(declared)
  if (isUtf7(label)) return isHtml ? undeclared(bytes) : { text: decodeUtf7(bytes.toString('latin1')) }
  if (isAscii(bytes) && !isEscaped(label)) return { text: bytes.toString('latin1') }

  const decoder = label === '' || label === 'us-ascii' ? undefined : strictDecoder(label, bytes)
  if (decoder === undefined) return undeclared(bytes)
  try {
    return { text: decoder.decode(bytes) }
  } catch {
    return isUtf8(bytes) ? undeclared(bytes) : damaged(bytes, decoder.encoding)
  }
}

function normLabel(declared: string | undefined): string {
  const label = (declared ?? '').trim().toLowerCase()
  if (/^(?:us-?|ansi_x3\.4-19\d\d|iso646-us)?(?:ascii)?$/.test(label)) return 'us-ascii'
  return label.replace(/^cp-?(\d+)$/, 'windows-$1').replace(/^win-?(\d+)$/, 'windows-$1')
}

/** Charsets whose text is written in ASCII bytes. */
function isEscaped(label: string): boolean {
  return /^(?:iso-2022|csiso2022|utf-?16|ucs-?2|unicode)/.test(label)
}

function isUtf7(label: string): boolean {
  return /^(?:(?:cs)?unicode-?1-?1-?)?utf-?7$/.test(label)
}

function strictDecoder(label: string, bytes: Buffer): TextDecoder | undefined {
  const bigEndian = /^utf-?16$/.test(label) && bytes[0] === 0xfe && bytes[1] === 0xff
  try {
    return new TextDecoder(bigEndian ? 'utf-16be' : label, { fatal: true })
  } catch {
    return undefined
  }
}

function undeclared(bytes: Buffer): DecodedText {
  if (isUtf8(bytes)) return { text: bytes.toString('utf8').replace(/^\ufeff/, ''), guess: 'utf-8' }
  return { text: windows1252(bytes), guess: 'windows-1252' }
}

/** windows-1252 leaves five bytes undefined; decoders make C1 controls of them. */
function windows1252(bytes: Buffer): string {
  return new TextDecoder('windows-1252').decode(bytes).replace(/[\x80-\x9f]/g, '\ufffd')
}

function damaged(bytes: Buffer, encoding: string): DecodedText {
  const text = new TextDecoder(encoding).decode(bytes)
  const lost = text.match(/\ufffd/g)?.length ?? 0
  const read = (text.match(/[^\0-\x7f]/g)?.length ?? 0) - lost
  return read > lost ? { text } : { text: windows1252(bytes), guess: 'windows-1252' }
}

/** RFC 2152. What is no valid shift sequence stays as it is. */
function decodeUtf7(text: string): string {
  return text.replace(/\+([A-Za-z0-9/]*)-?/g, (whole, shifted: string) => {
    if (shifted === '') return whole === '+-' ? '+' : whole
    const bytes = Buffer.from(shifted, 'base64')
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le')
  })
}
