import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { Problem } from './problem.ts'

/** What of a request decides whether it is the same request again. */
export type Fingerprinted = {
  method: string
  target: string
  mediaType: string
  body: unknown
  ifMatch?: string | undefined
}

/**
 * SHA-256 of METHOD, path with sorted query, media type and the body's hash, each on a line; If-Match is one more line
 * when it was sent. A JSON body counts in its canonical form (RFC 8785), any other by its bytes.
 * Rule and vectors: docs/behaviour/idempotency.md.
 */
export function fingerprint(request: Fingerprinted): Buffer {
  const lines = [request.method, request.target, request.mediaType, bodyHash(request.body)]
  if (request.ifMatch !== undefined) lines.push(request.ifMatch)
  return createHash('sha256').update(lines.join('\n')).digest()
}

/** A path with its query parameters in order of name, then value. */
export function sortedTarget(url: string): string {
  const [path = '', query] = url.split('?', 2)
  if (query === undefined || query === '') return path
  const sorted = query.split('&').sort()
  return `${path}?${sorted.join('&')}`
}

/**
 * The Idempotency-Key of a request: a quoted structured-field string or a bare token of 1-255 printable ASCII
 * characters. Two header fields, or anything else, is `malformed-header`.
 */
export function readIdempotencyKey(rawHeaders: readonly string[]): string | undefined {
  const values = rawHeaders.filter(
    (_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'idempotency-key',
  )
  if (values.length === 0) return undefined
  const value = values[0] ?? ''
  if (values.length > 1) throw malformed('Send one Idempotency-Key.')
  const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/.exec(value)
  const key = quoted === null ? value : (quoted[1] ?? '').replace(/\\(["\\])/g, '$1')
  if (!/^[\x20-\x7e]{1,255}$/.test(key))
    throw malformed('An Idempotency-Key has 1 to 255 printable ASCII characters.')
  if (quoted === null && /["\s,]/.test(key))
    throw malformed('An Idempotency-Key is a quoted string or a bare token.')
  return key
}

function bodyHash(body: unknown): string {
  const bytes = Buffer.isBuffer(body) ? body : body === undefined ? '' : (canonicalize(body) ?? '')
  return createHash('sha256').update(bytes).digest('hex')
}

function malformed(detail: string): Problem {
  return new Problem('malformed-header', detail)
}
