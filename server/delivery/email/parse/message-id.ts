/** RFC 5322 sec. 2.1.1: no line is longer, so no id that anybody can quote back is. */
const maxIdChars = 998

/**
 * A Message-ID as it is stored and compared: without `<>`, comments and white space, the part behind the
 * last `@` in lower case (domains are case-insensitive, the left part is not: RFC 5322 sec. 3.6.4).
 * Undefined for nothing, and for ids longer than 998 characters, which count as none.
 */
export function normMessageId(id: string): string | undefined {
  const inner = /<([^<>]*)>/.exec(id)?.[1] ?? id
  const bare = withoutComments(inner).replace(/[\s<>\0]+/g, '')
  if (bare === '' || bare.length > maxIdChars) return undefined
  const at = bare.lastIndexOf('@')
  return (at === -1 ? bare : bare.slice(0, at) + bare.slice(at).toLowerCase()).toWellFormed()
}

/**
 * Every id of an In-Reply-To or References value, in order, normalised, at most the last `limit`. What
 * stands in `<>` counts; without any `<>`, every word with an `@`.
 */
export function messageIds(values: readonly string[], limit = 200): string[] {
  const ids: string[] = []
  for (const value of values) {
    const quoted = value.match(/<[^<>]*>/g)
    const words = quoted ?? value.split(/\s+/).filter((word) => word.includes('@'))
    for (const word of words.slice(-limit)) {
      const id = normMessageId(word)
      if (id !== undefined) ids.push(id)
    }
  }
  return ids.slice(-limit)
}

/** Comments in parentheses, nested ones too; an unclosed one is kept as it is. */
function withoutComments(text: string): string {
  if (!text.includes('(') || !text.includes(')')) return text
  let depth = 0
  let kept = ''
  for (const char of text) {
    if (char === '(') depth++
    else if (char === ')' && depth > 0) depth--
    else if (depth === 0) kept += char
  }
  return depth === 0 ? kept : text
}
