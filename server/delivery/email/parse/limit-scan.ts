import { decodeRawText, headerBlockEnd, headerFields } from './header-fields.ts'
import { type MailLimits, type MailRefusal, overLimit } from './mail-types.ts'

export type HeaderBlock = { start: number; end: number }

type Refuse = { refusal: MailRefusal }
type Pass = { blocks: HeaderBlock[] }
type Delimiter = { level: number; closes: boolean }

const maxBoundaryBytes = 1024

/**
 * One linear pass over the raw mail before any parser sees it: sizes, line lengths, number and nesting
 * of the parts. Hands back the header blocks it met. Attached messages (message/rfc822) are bytes and
 * are not entered. docs/behaviour/mail-parsing.md, "Limits".
 */
export function scanLimits(raw: Buffer, limits: MailLimits): Refuse | Pass {
  if (raw.length > limits.maxBytes) return refuse(`larger than ${limits.maxBytes} bytes`)
  const blocks: HeaderBlock[] = []
  /** Boundaries of the multiparts that are open, outermost first. */
  const open: Buffer[] = []
  let parts = 0

  const enterPart = (start: number): number | Refuse => {
    const end = headerBlockEnd(raw, start)
    if (end - start > limits.maxHeaderBlockBytes)
      return refuse(`header block over ${limits.maxHeaderBlockBytes} bytes`)
    blocks.push({ start, end })
    parts++
    if (parts > limits.maxParts) return refuse(`more than ${limits.maxParts} parts`)
    const boundary = boundaryOf(raw.subarray(start, end))
    if (boundary === undefined) return end
    open.push(boundary)
    if (open.length > limits.maxDepth) return refuse(`parts nested deeper than ${limits.maxDepth}`)
    return end
  }

  let at = enterPart(0)
  if (typeof at !== 'number') return at
  const longHeaderLine = longLine(raw, 0, at, limits.maxLineBytes)
  if (longHeaderLine) return refuse(`line over ${limits.maxLineBytes} bytes`)

  while (at < raw.length) {
    const newline = raw.indexOf(0x0a, at)
    const lineEnd: number = newline === -1 ? raw.length : newline + 1
    if (lineEnd - at > limits.maxLineBytes) return refuse(`line over ${limits.maxLineBytes} bytes`)
    const delimiter: Delimiter | undefined = open.length > 0 ? delimiterAt(raw, at, lineEnd, open) : undefined
    if (delimiter === undefined) {
      at = lineEnd
      continue
    }
    // A delimiter of an outer multipart ends the inner ones that were never closed.
    open.length = delimiter.closes ? delimiter.level : delimiter.level + 1
    const next: number | Refuse = delimiter.closes ? lineEnd : enterPart(lineEnd)
    if (typeof next !== 'number') return next
    at = next
  }
  return { blocks }
}

function refuse(detail: string): Refuse {
  return { refusal: overLimit(detail) }
}

function longLine(raw: Buffer, start: number, end: number, maxLineBytes: number): boolean {
  if (end - start <= maxLineBytes) return false
  for (let at = start; at < end; ) {
    const newline = raw.indexOf(0x0a, at)
    const lineEnd = newline === -1 ? raw.length : newline + 1
    if (lineEnd - at > maxLineBytes) return true
    at = lineEnd
  }
  return false
}

/** The boundary a part's header announces (RFC 2046 sec. 5.1, RFC 2231 forms too). */
function boundaryOf(block: Buffer): Buffer | undefined {
  const type = headerFields(block).find((field) => field.name === 'content-type')?.value ?? ''
  if (!/^\s*"?\s*multipart\//i.test(type)) return undefined
  const found = /boundary(?:\*0?\*?)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/i.exec(type)
  const boundary = (found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2] ?? '').trimEnd()
  return boundary === '' || boundary.length > maxBoundaryBytes ? undefined : Buffer.from(boundary)
}

/** The innermost open boundary that the line delimits, and whether it closes it. */
function delimiterAt(
  raw: Buffer,
  start: number,
  end: number,
  open: readonly Buffer[],
): Delimiter | undefined {
  if (raw[start] !== 0x2d || raw[start + 1] !== 0x2d) return undefined
  for (let level = open.length - 1; level >= 0; level--) {
    const boundary = open[level]
    if (boundary === undefined || end - start - 2 < boundary.length) continue
    const behind = start + 2 + boundary.length
    if (raw.compare(boundary, 0, boundary.length, start + 2, behind) !== 0) continue
    const rest = decodeRawText(raw.subarray(behind, Math.min(end, behind + 1_024)))
    if (/^[ \t]*\r*\n?$/.test(rest)) return { level, closes: false }
    if (/^--[ \t]*\r*\n?$/.test(rest)) return { level, closes: true }
  }
  return undefined
}
