import { compile, type FormatCallback } from 'html-to-text'

/** Deep quotes prefix every line: 12 KB of markup can make 1.5 MB of text (measured). */
const maxTextChars = 1024 * 1024

const converters = new Map<number, (html: string) => string>()

/**
 * Plain text of sanitised HTML: no line wrapping, quotes prefixed `> `, table rows as lines, a link's
 * address in brackets unless it is the link's own text, no images; at most 1 Mi characters. Runs in the
 * worker only.
 */
export function htmlToPlainText(html: string, maxDepth: number): string {
  let convert = converters.get(maxDepth)
  if (convert === undefined) {
    convert = converterFor(maxDepth)
    converters.set(maxDepth, convert)
  }
  const text = convert(html).slice(0, maxTextChars)
  return text.replaceAll('\0', '').replaceAll('\u00a0', ' ').toWellFormed().trim()
}

function converterFor(maxDepth: number): (html: string) => string {
  const plainHeading = { options: { uppercase: false } }
  return compile({
    wordwrap: false,
    limits: { maxDepth, maxInputLength: 8 * 1024 * 1024 },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, ...plainHeading })),
      { selector: 'tr', format: 'block' },
      { selector: 'td', format: 'cell' },
      { selector: 'th', format: 'cell' },
    ],
    formatters: { cell },
  })
}

/** Cells of a row on one line, parted by a space: most tables in mail are layout. */
const cell: FormatCallback = (element, walk, builder) => {
  walk(element.children, builder)
  builder.addInline(' ')
}
