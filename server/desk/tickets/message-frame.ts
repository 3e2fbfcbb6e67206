import type { FRAME_IMAGES, FRAME_THEMES } from '../../../contracts/tickets.ts'
import type { Answer } from '../../platform/http/index.ts'

export type FrameLook = {
  images?: (typeof FRAME_IMAGES)[number]
  theme?: (typeof FRAME_THEMES)[number]
}

/**
 * A message as a page of its own, to be shown in a frame: what was written stays apart from the desk's own looks. `html`
 * was sanitised when the message was added. Rule: docs/behaviour/ticket-lifecycle.md, "A message in a frame".
 */
export function messageFrame(html: string, { images = 'off', theme = 'light' }: FrameLook): Answer {
  const body = images === 'remote' ? withRemoteImages(html) : html
  const page = `<!doctype html>
<html lang="en" data-theme="${theme}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Message</title>
<style>${STYLE}</style></head><body>${body}</body></html>
`
  return { status: 200, raw: Buffer.from(page), headers: frameHeaders(images) }
}

/**
 * Only the desk's own pages frame it. It keeps its origin so that the page around it can measure how tall it is; without
 * `allow-scripts` nothing in it can make use of that.
 */
function frameHeaders(images: FrameLook['images']): Record<string, string> {
  const policy = [
    'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src 'self' data:${images === 'remote' ? ' https: http:' : ''}`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'SAMEORIGIN',
    'referrer-policy': 'no-referrer',
  }
}

/** The sanitiser put the addresses of remote pictures aside; in its output `<img` begins a picture and nothing else. */
function withRemoteImages(html: string): string {
  return html.replace(/<img [^>]*>/g, (tag) => tag.replace(' data-blocked-src="', ' src="'))
}

const STYLE = `
html { color-scheme: light; background: #ffffff; color: #1b1f24 }
html[data-theme="dark"] { color-scheme: dark; background: #16191f; color: #e6e8eb }
body { margin: 0; padding: 12px; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
img { max-width: 100%; height: auto }
img:not([src]) { display: none }
table { max-width: 100% }
pre { white-space: pre-wrap }
blockquote { margin: 0 0 0 4px; padding-inline-start: 12px; border-inline-start: 2px solid #c4c9d1 }
`.trim()
