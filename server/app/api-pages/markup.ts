/** Ready HTML. Only `html` makes it, and `html` escapes whatever is not. */
export type Markup = { readonly markup: string }

type Part = string | number | Markup | readonly Markup[] | undefined

/** HTML from a template: text in it is escaped, markup in it stays, nothing stands for undefined. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Markup {
  return { markup: texts.reduce((done, text, i) => done + rendered(parts[i - 1]) + text) }
}

function rendered(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
