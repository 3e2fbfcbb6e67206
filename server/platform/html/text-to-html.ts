const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Longer runs are no link anybody typed; the bound keeps the look-back over trailing marks short. */
const maxLinkChars = 2_000

/**
 * Plain text as HTML: escaped, empty lines part paragraphs, single line ends become `<br />`, bare http
 * and https addresses become links. Pure, linear in the length. The result passes the sanitiser
 * unchanged.
 */
export function textToHtml(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().split('\n')
  const paragraphs: string[] = []
  let paragraph: string[] = []
  const flush = () => {
    if (paragraph.length > 0) paragraphs.push(`<p>${paragraph.join('<br />')}</p>`)
    paragraph = []
  }
  for (const line of lines) {
    const kept = line.trimEnd()
    if (kept === '') flush()
    else paragraph.push(linkLine(kept))
  }
  flush()
  return paragraphs.join('\n')
}

function linkLine(line: string): string {
  const parts: string[] = []
  let done = 0
  for (const match of line.matchAll(/\bhttps?:\/\/[^\s<>"]+/gi)) {
    const url = withoutTrailingMarks(match[0])
    if (url.length > maxLinkChars || !URL.canParse(url)) continue
    parts.push(escapeHtml(line.slice(done, match.index)), link(url))
    done = match.index + url.length
  }
  parts.push(escapeHtml(line.slice(done)))
  return parts.join('')
}

/** The full stop behind a link, or the bracket around it, is not part of the link. */
function withoutTrailingMarks(url: string): string {
  const end = url.length
  let at = end
  while (at > 0 && at > end - 20) {
    const char = url[at - 1] ?? ''
    if (char === ')' && url.slice(0, at).includes('(')) break
    if (!/[.,;:!?)\]}'*_]/.test(char)) break
    at--
  }
  return url.slice(0, at)
}

function link(url: string): string {
  const escaped = escapeHtml(url)
  return `<a href="${escaped}" target="_blank" rel="noopener noreferrer nofollow">${escaped}</a>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => escapes[char] ?? char)
}
