/** HTML from outside: sanitised in a worker thread, and plain text as HTML. Knows no help-desk noun. */
export type { SafeHtml, SanitizeOptions } from './safe-html.ts'
export { closeHtmlWorkers, sanitizeHtml } from './sanitize-html.ts'
export { textToHtml } from './text-to-html.ts'
