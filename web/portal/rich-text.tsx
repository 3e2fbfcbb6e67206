import createPurifier from 'dompurify'
import { useMemo } from 'react'

/**
 * What somebody wrote, with its paragraphs, lists, quotes and links. The desk made the HTML safe before; here it is made
 * safe once more, and pictures of other sites, which would tell that it was read, are left out.
 */
export function RichText({ html }: { html: string }) {
  const safe = useMemo(() => purifier.sanitize(html, SHOWN), [html])
  // biome-ignore lint/security/noDangerouslySetInnerHtml: it was made safe by the desk and again one line above.
  return <div className="portal-text" dangerouslySetInnerHTML={{ __html: safe }} />
}

const SHOWN = {
  ALLOWED_TAGS: [
    ...[
      'p',
      'div',
      'span',
      'br',
      'hr',
      'h1',
      'h2',
      'h3',
      'h4',
      'ul',
      'ol',
      'li',
      'blockquote',
      'pre',
      'code',
    ],
    ...['strong', 'b', 'em', 'i', 'u', 's', 'sub', 'sup', 'a', 'img'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'src', 'alt', 'title', 'colspan', 'rowspan', 'start', 'dir', 'lang'],
}

const purifier = createPurifier(window)
purifier.addHook('afterSanitizeAttributes', (element) => {
  if (element.tagName === 'A') {
    element.setAttribute('target', '_blank')
    element.setAttribute('rel', 'noopener noreferrer nofollow')
  }
  if (element.tagName === 'IMG' && !/^\/(?!\/)/.test(element.getAttribute('src') ?? '')) element.remove()
})
