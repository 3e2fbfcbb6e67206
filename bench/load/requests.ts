/** A request of a load, as it goes over the wire. */
export type HttpRequest = {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: string | Uint8Array
}

/** Stands in a header where each sent request gets a text of the same length that was never sent before. */
export const FRESH_KEY = 'fresh-idempotency-key-00'

/** A GET with a key. */
export function get(key: string, path: string): HttpRequest {
  return { method: 'GET', path: `/api/v1${path}`, headers: { authorization: `Bearer ${key}` } }
}

/** A POST of JSON with a key and a fresh Idempotency-Key each time it is sent. */
export function post(key: string, path: string, body: unknown): HttpRequest {
  return {
    method: 'POST',
    path: `/api/v1${path}`,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': FRESH_KEY,
    },
    body: JSON.stringify(body),
  }
}
