import { textToHtml } from '../../../platform/html/index.ts'
import type { MimeNode } from './mime-tree.ts'

/** A stretch of the body as text, as HTML, or as both (multipart/alternative). */
export type Section = { text?: string; html?: string }

/**
 * The body of a mail in reading order. Of an alternative the first text and the last HTML speak for all
 * (RFC 2046 sec. 5.1.4: best last); every other container is read through, so that text behind an
 * attachment follows the text before it.
 */
export function bodySections(node: MimeNode): Section[] {
  if (node.text !== undefined) {
    if (node.text.trim() === '') return []
    return [node.contentType === 'text/html' ? { html: node.text } : { text: node.text }]
  }
  const children = node.children.map(bodySections)
  if (node.contentType !== 'multipart/alternative') return children.flat()

  const text = children.find((sections) => sections.some((section) => section.text !== undefined))
  const html = children.findLast((sections) => sections.some((section) => section.html !== undefined))
  if (text === undefined && html === undefined) return []
  return [
    {
      ...(text === undefined ? {} : { text: joinTexts(text.map((section) => section.text)) }),
      ...(html === undefined ? {} : { html: joinHtml(html) }),
    },
  ]
}

/** All sections as one HTML; undefined when none of them is HTML. Not sanitised. */
export function joinedHtml(sections: readonly Section[]): string | undefined {
  return sections.some((section) => section.html !== undefined) ? joinHtml(sections) : undefined
}

/** Texts one under the other, what is missing left out. */
export function joinTexts(texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined && text.trim() !== '')
    .map((text) => text?.replace(/^\n+/, '').trimEnd())
    .join('\n\n')
}

function joinHtml(sections: readonly Section[]): string {
  return sections.map(({ html, text }) => html ?? textToHtml(text ?? '')).join('\n<br>\n')
}
