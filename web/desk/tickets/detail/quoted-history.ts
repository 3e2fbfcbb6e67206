/** A message's own words, and what it repeats of the conversation before it. */
export type FoldedBody = { own: DocumentFragment; quoted: DocumentFragment | undefined }

/**
 * Parts the quoted history off the end of a message: trailing quotes with the line that introduces them, or everything
 * from a header of an older mail on. Quotes between own words stay, they are what is answered; a message that would be
 * left empty is not parted. The nodes are moved out of `body`.
 * Rule: docs/behaviour/ticket-page.md, "Messages".
 */
export function foldQuotes(body: DocumentFragment): FoldedBody {
  const blocks = blocksOf(body)
  const from = startOfHistory(blocks)
  if (from === undefined || blocks.slice(0, from).every(isBlank)) return { own: body, quoted: undefined }
  const page = body.ownerDocument
  const quoted = page.createDocumentFragment()
  quoted.append(...blocks.slice(from))
  return { own: body, quoted }
}

/** The blocks of a message: mail programs wrap all of it in one element, often more than once. */
function blocksOf(body: ParentNode & Node): Node[] {
  const nodes = [...body.childNodes]
  const told = nodes.filter((node) => !isBlank(node))
  const [only] = told
  if (told.length === 1 && only instanceof Element && /^(?:DIV|SPAN)$/.test(only.tagName))
    return blocksOf(only)
  return nodes
}

function startOfHistory(blocks: readonly Node[]): number | undefined {
  const header = blocks.findIndex((block) => OLDER_MAIL.test(textOf(block)))
  const trailing = startOfTrailingQuotes(blocks)
  const starts = [header, trailing].filter((at) => at >= 0)
  return starts.length === 0 ? undefined : Math.min(...starts)
}

/** Where the quotes at the end begin, with their introduction; -1 without any. */
function startOfTrailingQuotes(blocks: readonly Node[]): number {
  let at = blocks.length
  while (at > 0 && (isBlank(blocks[at - 1]) || isQuote(blocks[at - 1]))) at -= 1
  const hasQuote = blocks.slice(at).some(isQuote)
  if (!hasQuote) return -1
  const before = blocks.slice(0, at).findLastIndex((block) => !isBlank(block))
  return before >= 0 && isIntroduction(textOf(blocks[before])) ? before : at
}

/** What Outlook and its kin put above an older mail, in some languages. */
const OLDER_MAIL =
  /^\s*(?:-{3,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original)\s*-{3,}|(?:from|von|de)\s*:\s.+\n(?:.*\n)?(?:sent|date|gesendet|datum|envoyé|enviado)\s*:)/i

/** "On 3 March Jane Doe wrote:". */
function isIntroduction(text: string): boolean {
  const line = text.trim()
  return line.length <= 300 && line.endsWith(':') && /\d|@/.test(line)
}

function isQuote(node: Node | undefined): boolean {
  if (node instanceof Element && node.tagName === 'BLOCKQUOTE') return true
  if (node instanceof Element && node.tagName === 'DIV' && holdsQuotesAlone(node)) return true
  const lines = textOf(node).trim().split('\n')
  const rest = isIntroduction(lines[0] ?? '') ? lines.slice(1) : lines
  return rest.length > 0 && rest.every((line) => line.startsWith('>'))
}

/** Gmail and its kin put the introduction and the quote into one box. */
function holdsQuotesAlone(box: Element): boolean {
  const blocks = [...box.childNodes].filter((node) => !isBlank(node))
  const [first, ...others] = blocks
  const quotes = isIntroduction(textOf(first)) ? others : blocks
  return quotes.length > 0 && quotes.every(isQuote)
}

function isBlank(node: Node | undefined): boolean {
  if (node instanceof Element && node.querySelector('img, hr') !== null) return false
  if (node instanceof Element && /^(?:IMG|HR)$/.test(node.tagName)) return false
  return textOf(node).trim() === ''
}

/** The text of a block with its line breaks. */
function textOf(node: Node | undefined): string {
  if (node === undefined) return ''
  if (node.nodeName === 'BR') return '\n'
  if (node.childNodes.length === 0) return (node.textContent ?? '').replaceAll(/\s+/g, ' ')
  const inner = [...node.childNodes].map(textOf).join('')
  return /^(?:DIV|P|LI|BLOCKQUOTE|PRE)$/.test(node.nodeName) ? `${inner}\n` : inner
}
