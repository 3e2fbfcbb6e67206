import { readFileSync } from 'node:fs'
import { PAGE_POLICY, type Page } from '../../platform/http/index.ts'
import { html, type Markup } from './markup.ts'

type PageAnswer = Awaited<ReturnType<Page['handle']>>

const STYLE = readFileSync(new URL('style.css', import.meta.url), 'utf8')

/** The page of styles that all pages load. */
export const stylePage: Page = {
  path: '/docs/style.css',
  handle: async () => ({ status: 200, headers: fresh('text/css; charset=utf-8'), body: STYLE }),
}

/** A whole page: head, a link that skips to the text, and the body. */
export function pageAnswer(title: string, body: Markup, options: { status?: number } = {}): PageAnswer {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
${body}
</body>
</html>
`
  const headers = {
    ...fresh('text/html; charset=utf-8'),
    'content-security-policy': PAGE_POLICY,
  }
  return { status: options.status ?? 200, headers, body: markup }
}

/** Headers of what may be kept as long as it is asked for again: a new version must show at once. */
export function fresh(contentType: string): Record<string, string> {
  return { 'content-type': contentType, 'cache-control': 'no-cache' }
}

/** A page of one column under the name of the product. */
export function sheet(text: Markup): Markup {
  return html`<div class="sheet">
<header><a class="brand" href="/">Docket</a></header>
<main id="text">${text}</main>
</div>`
}
