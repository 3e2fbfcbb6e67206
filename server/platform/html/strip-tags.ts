const maxTextChars = 256 * 1024

const entities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}

/**
 * Crude plain text of markup no parser was let near: tags, comments, scripts and styles out, the
 * commonest entities decoded, runs of white space folded, at most 256 Ki characters. Linear. The result
 * is text: it must be escaped before it is shown.
 */
export function stripTags(html: string): string {
  const lower = html.toLowerCase()
  const kept: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open === -1) {
      kept.push(html.slice(at))
      break
    }
    kept.push(html.slice(at, open), ' ')
    at = endOfMarkup(html, lower, open)
  }
  return kept
    .join('')
    .slice(0, maxTextChars * 4)
    .replace(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .slice(0, maxTextChars)
    .trim()
    .toWellFormed()
}

function endOfMarkup(html: string, lower: string, open: number): number {
  for (const name of ['script', 'style']) {
    if (!lower.startsWith(name, open + 1)) continue
    const close = lower.indexOf(`</${name}`, open)
    if (close === -1) return html.length
    open = close
  }
  const end = html.indexOf('>', open)
  return end === -1 ? html.length : end + 1
}
