import { timingSafeEqual } from 'node:crypto'
import { Problem, type RequestFacts } from '../../platform/http/index.ts'
import { readSessionCookie } from './cookies.ts'
import { csrfTokenOf } from './session-token.ts'

type Facts = Pick<RequestFacts, 'headers'>

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a cookie's caller whose request may come from another site. Methods that change something need
 * Sec-Fetch-Site `same-origin` or `none`, or an Origin that is ours (`foreign-origin`), and the session's X-CSRF-Token
 * (`forbidden`). Callers with a key never need this. Rule: docs/behaviour/sign-in.md.
 */
export function checkCsrf(facts: Facts, method: string, publicUrl?: string): void {
  if (SAFE_METHODS.has(method)) return
  const site = facts.headers['sec-fetch-site']
  const { origin } = facts.headers
  const isOwnPage = site === 'same-origin' || site === 'none'
  if (!isOwnPage && (origin === undefined || !isOwnOrigin(facts, origin, publicUrl))) throw foreignOrigin()
  const session = readSessionCookie(facts.headers)
  const sent = facts.headers['x-csrf-token']
  if (session === undefined || typeof sent !== 'string' || !areEqual(sent, csrfTokenOf(session.token))) {
    throw new Problem(
      'forbidden',
      'Send the csrfToken of your session as X-CSRF-Token; GET /api/v1/me tells it.',
    )
  }
}

/** Refuses a foreign Origin if one is sent: for set-up and sign-in, which need no credentials to begin with. */
export function checkOrigin(facts: Facts, publicUrl?: string): void {
  const { origin } = facts.headers
  if (origin !== undefined && !isOwnOrigin(facts, origin, publicUrl)) throw foreignOrigin()
}

/** By host and port alone: behind a proxy that ends TLS the scheme we see is not the one people use. */
function isOwnOrigin(facts: Facts, origin: string, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const { host, protocol } = new URL(origin)
  if (host === '' || (protocol !== 'http:' && protocol !== 'https:')) return false
  if (publicUrl !== undefined && host === new URL(publicUrl).host) return true
  const own = `${protocol}//${facts.headers.host ?? ''}`
  return URL.canParse(own) && host === new URL(own).host
}

function foreignOrigin(): Problem {
  return new Problem('foreign-origin', 'This can be sent from the desk itself only, not from another site.')
}

function areEqual(one: string, other: string): boolean {
  const a = Buffer.from(one)
  const b = Buffer.from(other)
  return a.length === b.length && timingSafeEqual(a, b)
}
