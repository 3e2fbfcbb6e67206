/** The web server: contracts in, answers and RFC 9457 problems out, idempotency in the command's transaction. */
export {
  type Answer,
  type Call,
  type Caller,
  type PublicCall,
  publicRoute,
  type RequestFacts,
  type Route,
  route,
} from './call.ts'
export { decodeCursor, encodeCursor } from './cursor.ts'
export { sweepIdempotency } from './idempotency-store.ts'
export { type FieldError, notFound, Problem } from './problem.ts'
export { PAGE_POLICY } from './security-headers.ts'
export { ReadyJson } from './serve-call.ts'
export type { Page } from './server.ts'
export { createServer, type HttpServer } from './server.ts'
