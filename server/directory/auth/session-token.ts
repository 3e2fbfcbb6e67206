import { createHash, randomBytes } from 'node:crypto'

/** A session's cookie taken apart: the tenant's short name and 256 random bits, of which the hash is stored. */
export type SessionToken = { tenant: string; token: string }

const TOKEN_BYTES = 32
const FORM = /^([0-9a-z]{8})\.([A-Za-z0-9_-]{43})$/

/** A new session of a tenant. */
export function newSessionToken(tenantShort: string): SessionToken {
  return { tenant: tenantShort, token: randomBytes(TOKEN_BYTES).toString('base64url') }
}

/** The value of the cookie. */
export function formatSessionToken({ tenant, token }: SessionToken): string {
  return `${tenant}.${token}`
}

/** Takes a cookie's value apart; undefined for what is none of ours. */
export function parseSessionToken(value: string): SessionToken | undefined {
  const [, tenant, token] = FORM.exec(value) ?? []
  return tenant === undefined || token === undefined ? undefined : { tenant, token }
}

/** What is stored of a token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/**
 * What a browser's page sends in X-CSRF-Token. It follows from the token, so that it needs no storage, and another
 * site cannot know it because it cannot read the cookie.
 */
export function csrfTokenOf(token: string): string {
  return createHash('sha256').update(`csrf${token}`).digest('base64url')
}
