import DOMPurify from 'dompurify'
import { useMemo } from 'react'

/** Shows a text that the editor or the desk made, cleaned once more: what is not in the editor's own set falls out. */
export function SafeHtml({ html, className }: { html: string; className?: string }) {
  const clean = useMemo(
    () => DOMPurify.sanitize(html, { ALLOWED_TAGS, ALLOWED_ATTR: ['href', 'target', 'rel'] }),
    [html],
  )
  if (clean === '') return null
  // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned one line above.
  return <div className={`written ${className ?? ''}`} dangerouslySetInnerHTML={{ __html: clean }} />
}

const ALLOWED_TAGS =
  'p div br strong b em i s del u code pre blockquote ul ol li a h1 h2 h3 h4 h5 h6 hr span'.split(' ')
