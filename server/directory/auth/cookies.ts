import type { RequestFacts } from '../../platform/http/index.ts'
import { formatSessionToken, parseSessionToken, type SessionToken } from './session-token.ts'

/** What decides how the cookie is set: the address people use, or else the address that the server listens on. */
export type CookieRules = { publicUrl?: string | undefined; host: string }

type Headers = Pick<RequestFacts, 'headers'>['headers']

const SECURE_NAME = '__Host-sid'
const PLAIN_NAME = 'sid'
const LIFE_SECONDS = 7 * 24 * 3600

/**
 * Whether the cookie may be Secure: on https, and on loopback, where browsers take plain http for safe. Anything else
 * is a desk on plain http that others can listen to; the start warns of it.
 */
export function isSecureCookie(rules: CookieRules): boolean {
  if (rules.publicUrl === undefined) return isLoopback(rules.host)
  const { protocol, hostname } = new URL(rules.publicUrl)
  return protocol === 'https:' || isLoopback(hostname)
}

/** The Set-Cookie of a new session. */
export function sessionCookie(rules: CookieRules, token: SessionToken): string {
  return cookie(rules, formatSessionToken(token), LIFE_SECONDS)
}

/** The Set-Cookie that takes the session away from the browser. */
export function clearedCookie(rules: CookieRules): string {
  return cookie(rules, '', 0)
}

/**
 * The session that a request's cookie names. With `rules` only the cookie of their name counts: beside `__Host-sid` a
 * neighbouring host could plant a `sid`.
 */
export function readSessionCookie(headers: Headers, rules?: CookieRules): SessionToken | undefined {
  const names =
    rules === undefined ? [SECURE_NAME, PLAIN_NAME] : [isSecureCookie(rules) ? SECURE_NAME : PLAIN_NAME]
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  for (const name of names) {
    const pair = pairs.find((one) => one.startsWith(`${name}=`))
    if (pair !== undefined) return parseSessionToken(pair.slice(name.length + 1))
  }
  return undefined
}

function cookie(rules: CookieRules, value: string, maxAgeSeconds: number): string {
  const secure = isSecureCookie(rules)
  const name = secure ? SECURE_NAME : PLAIN_NAME
  return `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
  )
}
