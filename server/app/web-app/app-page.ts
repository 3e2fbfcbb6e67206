import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'
import type { Boot, Look } from '../../../contracts/boot.ts'
import type { Database } from '../../platform/db/index.ts'
import type { Page, RequestFacts } from '../../platform/http/index.ts'
import { pageAnswer, sheet } from '../api-pages/layout.ts'
import { html } from '../api-pages/markup.ts'
import { type AskDesk, bootPayload } from './boot-payload.ts'
import { chooseEncoding } from './encoding.ts'
import type { WebFiles } from './web-files.ts'

type PageAnswer = Awaited<ReturnType<Page['handle']>>

const brotliAsync = promisify(brotliCompress)
const gzipAsync = promisify(gzip)
/** At quality 4 a page of 50 rows costs 1 ms and is a tenth of its size. */
const BROTLI_OPTIONS = { params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } }

/**
 * Answers an address of the app: the built page for it and for who asks, with what the first screen needs in it, the look on its root
 * element, and a policy that runs the app's own scripts alone. Rule: docs/behaviour/web-app.md, "The page".
 */
export function answerApp(pages: AppPages, db: Database, ask: AskDesk): Page['handle'] {
  return async (facts) => {
    const [path = '', search] = facts.target.split('?', 2)
    const boot = await bootPayload(db, ask, {
      cookies: facts.headers.cookie ?? '',
      host: facts.headers.host ?? '',
      locale: new URLSearchParams(search).get('locale') ?? undefined,
    })
    if (boot === undefined) return unavailable()
    const nonce = randomBytes(16).toString('base64')
    const text = filled(pages[pageFor(path, boot)], boot, nonce)
    return compressed(facts, statusOf(path, boot), text, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': policy(nonce),
      vary: 'accept-encoding, cookie',
    })
  }
}

/** The built pages: of those who work at the desk, and of requesters. */
export type AppPages = Pick<WebFiles, 'index' | 'portal'>

/**
 * Requesters have a page of their own, wherever they come in; who works at the desk has it under `/portal`. The way in
 * and one's own settings are the same for all.
 */
function pageFor(path: string, { session }: Boot): keyof AppPages {
  if (session === null || /^\/(sign-in|settings|help|setup)(\/|$)/.test(path)) return 'index'
  return session.person.role === 'EMPLOYEE' || /^\/portal(\/|$)/.test(path) ? 'portal' : 'index'
}

/** The set-up works once; its address then answers 410, as its route does. */
function statusOf(path: string, { isSetUp }: Boot): number {
  return path === '/setup' && isSetUp ? 410 : 200
}

/** What a page of the app may load and run; `blob:` frames and images are attachments shown in place. */
export function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "frame-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function filled(index: string, boot: Boot, nonce: string): string {
  // In JSON a `<` can stand in strings only, where its escape means the same and ends no element.
  const json = JSON.stringify(boot).replaceAll('<', '\\u003c')
  const payload = `<script type="application/json" id="boot" nonce="${nonce}">${json}</script>`
  return index.replace('<html lang="en">', () => rootElement(boot.look)).replace('<!--boot-->', () => payload)
}

function rootElement({ theme, density, textSize }: Look): string {
  const shown = theme === 'system' ? '' : ` data-theme="${theme}"`
  return `<html lang="en"${shown} data-density="${density}" data-text-size="${textSize}">`
}

async function compressed(
  { headers }: RequestFacts,
  status: number,
  text: string,
  own: Record<string, string>,
): Promise<PageAnswer> {
  const encoding = chooseEncoding(String(headers['accept-encoding'] ?? ''))
  if (encoding === 'identity') return { status, headers: own, body: text }
  const body = encoding === 'br' ? await brotliAsync(text, BROTLI_OPTIONS) : await gzipAsync(text)
  return { status, headers: { ...own, 'content-encoding': encoding }, body }
}

function unavailable(): PageAnswer {
  const text = sheet(html`<h1>Docket does not answer at the moment</h1>
<p>Its database cannot be reached. Nothing is lost. Load this page again in a moment.</p>`)
  const answer = pageAnswer('Docket does not answer', text, { status: 503 })
  return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } }
}
