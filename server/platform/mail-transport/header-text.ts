/** RFC 5322 gives no bound to a display name; more than this is no name that anybody reads. */
const CHARS_MAX = 1_000

/**
 * Text of somebody's for a header field: one line, without control characters and without the marks that turn the
 * direction of what stands behind them, well-formed, at most `charsMax` characters. Folding and encoding come later.
 */
export function headerText(text: string, charsMax: number = CHARS_MAX): string {
  const line = text
    .toWellFormed()
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  return line.length <= charsMax ? line : `${cutAt(line, charsMax - 1)}…`
}

/** Not between the halves of a surrogate pair. */
function cutAt(text: string, chars: number): string {
  return text.slice(0, chars).replace(/[\ud800-\udbff]$/, '')
}
