import type { Static, TSchema } from 'typebox'

/** What a key may be allowed to do; a closed list. */
export const SCOPES = [
  'tickets:read',
  'tickets:write',
  'notes:read',
  'notes:write',
  'people:read',
  'people:write',
  'admin:read',
  'admin:write',
  'inbound',
  'reports',
  'export',
] as const
export type Scope = (typeof SCOPES)[number]

/** Roles of a person, weakest first. */
export const ROLES = ['EMPLOYEE', 'AGENT', 'LEAD', 'TEAM_ADMIN', 'OWNER'] as const
export type Role = (typeof ROLES)[number]

/**
 * One route of the API, from which validation, types, OpenAPI and the client are made. `access`: `public` needs no
 * credentials; otherwise the least role and, for a key, the scope. `idempotency: 'exempt'` only for setup, session and presence.
 */
export type RouteContract = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: string
  summary: string
  tag: string
  access: 'public' | { role: Role; scope: Scope }
  params?: TSchema
  query?: TSchema
  body?: TSchema
  /** `message/rfc822` and the like: the body is taken as bytes, not as JSON. */
  rawBody?: string
  bodyLimitBytes?: number
  /** Answers 200 with text/event-stream too. */
  eventStream?: true
  ifMatch?: 'required' | 'optional'
  idempotency?: 'exempt'
  answers: Record<number, TSchema | null>
  errors: readonly string[]
}

/** Keeps a contract's exact type. */
export function defineRoute<const C extends RouteContract>(contract: C): C {
  return contract
}

type StaticOr<S, Otherwise> = S extends TSchema ? Static<S> : Otherwise
export type Params<C extends RouteContract> = StaticOr<C['params'], Record<string, never>>
export type Query<C extends RouteContract> = StaticOr<C['query'], Record<string, never>>
export type Body<C extends RouteContract> = C extends { rawBody: string }
  ? Uint8Array
  : StaticOr<C['body'], undefined>
