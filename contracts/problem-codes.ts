import { ERRORS, type ErrorCode } from './errors.ts'
import type { RouteContract } from './route.ts'

/** Whether a route takes an Idempotency-Key: all that change something, but for set-up and the session. */
export function takesIdempotencyKey(contract: RouteContract): boolean {
  return contract.method !== 'GET' && contract.idempotency !== 'exempt'
}

/**
 * Every code that a route may answer: its contract's own, and those that follow from what it takes and who may call
 * it. In the order of `ERRORS`, which is that of the statuses. Rule: docs/behaviour/api.md, "Errors".
 */
export function problemCodes(contract: RouteContract): ErrorCode[] {
  const codes = new Set<string>([...contract.errors, ...impliedCodes(contract)])
  return errorCodes().filter((code) => codes.has(code))
}

/** Every error code, in the order of the statuses. */
export function errorCodes(): ErrorCode[] {
  return Object.keys(ERRORS) as ErrorCode[]
}

function impliedCodes(contract: RouteContract): ErrorCode[] {
  const isSafe = contract.method === 'GET'
  return [
    'contract-violation',
    'internal',
    'unavailable',
    ...when(contract.access !== 'public', 'unauthenticated', 'missing-scope', 'forbidden'),
    ...when(contract.access !== 'public' && !isSafe, 'foreign-origin'),
    ...when(contract.params !== undefined, 'not-found'),
    ...when(!isSafe, 'malformed-json', 'malformed-request', 'too-large', 'unsupported-media-type'),
    ...when(takesIdempotencyKey(contract), 'malformed-header', 'request-in-flight', 'idempotency-key-reused'),
    ...when(contract.ifMatch !== undefined, 'malformed-header', 'version-mismatch'),
    ...when(contract.ifMatch === 'required', 'if-match-required'),
  ]
}

function when(holds: boolean, ...codes: ErrorCode[]): ErrorCode[] {
  return holds ? codes : []
}
