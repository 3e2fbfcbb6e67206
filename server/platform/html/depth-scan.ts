const voidElements = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
)

/**
 * Elements that close the ones listed when those are innermost, as the parser does for unclosed cells
 * and list items. Only closings every parser knows: one too few makes the count higher, never lower.
 */
const impliedCloses: Readonly<Record<string, ReadonlySet<string>>> = {
  tr: new Set(['tr', 'th', 'td']),
  th: new Set(['th']),
  td: new Set(['th', 'td']),
  li: new Set(['li']),
  p: new Set(['p']),
  option: new Set(['option']),
  dd: new Set(['dt', 'dd']),
  dt: new Set(['dt', 'dd']),
  div: new Set(['p']),
  table: new Set(['p']),
  ul: new Set(['p']),
  ol: new Set(['p']),
}

/**
 * Whether `html` nests elements deeper than `maxDepth`. One pass, linear in the length, stopping at the
 * first breach; run before any parser, because parsers are quadratic in the depth. The sanitiser counts
 * again, exactly, for markup that this reads differently.
 */
export function exceedsDepth(html: string, maxDepth: number): boolean {
  const stack: string[] = []
  const openCount = new Map<string, number>()
  const pop = () => {
    const name = stack.pop()
    if (name !== undefined) openCount.set(name, (openCount.get(name) ?? 1) - 1)
    return name
  }

  let at = html.indexOf('<')
  while (at !== -1) {
    if (html.startsWith('!--', at + 1)) {
      at = html.indexOf('<', commentEnd(html, at + 4))
      continue
    }
    const closing = html.charCodeAt(at + 1) === 0x2f
    const nameStart = closing ? at + 2 : at + 1
    const nameEnd = endOfName(html, nameStart)
    if (nameEnd === nameStart) {
      at = html.indexOf('<', at + 1)
      continue
    }
    const name = html.slice(nameStart, nameEnd).toLowerCase()
    if (closing) {
      if ((openCount.get(name) ?? 0) > 0) while (pop() !== name);
    } else if (!voidElements.has(name)) {
      const closes = Object.hasOwn(impliedCloses, name) ? impliedCloses[name] : undefined
      while (closes?.has(stack.at(-1) ?? '')) pop()
      stack.push(name)
      openCount.set(name, (openCount.get(name) ?? 0) + 1)
      if (stack.length > maxDepth) return true
    }
    at = html.indexOf('<', endOfTag(html, nameEnd))
  }
  return false
}

/** Offset behind the comment whose text starts at `from`. `<!-->` and `--!>` end one too (WHATWG HTML). */
function commentEnd(html: string, from: number): number {
  if (html[from] === '>') return from + 1
  if (html.startsWith('->', from)) return from + 2
  for (let dashes = html.indexOf('--', from); dashes !== -1; dashes = html.indexOf('--', dashes + 1)) {
    if (html[dashes + 2] === '>') return dashes + 3
    if (html.startsWith('!>', dashes + 2)) return dashes + 4
  }
  return html.length
}

function endOfName(html: string, start: number): number {
  const first = html.charCodeAt(start) | 0x20
  if (!(first >= 0x61 && first <= 0x7a)) return start
  let at = start
  // A name ends at white space, `/` or `>`.
  while (at < html.length && !/[\s/>]/.test(html[at] ?? '>')) at++
  return at
}

/** Offset behind the tag's `>`: a `>` or `<` inside a quoted value does not end it. */
function endOfTag(html: string, from: number): number {
  let quote = ''
  let afterEquals = false
  for (let at = from; at < html.length; at++) {
    const char = html[at] ?? ''
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === '>') return at + 1
    else if (afterEquals && (char === '"' || char === "'")) {
      quote = char
      afterEquals = false
    } else if (!/\s/.test(char)) afterEquals = char === '='
  }
  return html.length
}
