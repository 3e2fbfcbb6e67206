import Type, { type Static } from 'typebox'
import { Id, IdRef, Instant, Nullable, PAGING, Page, Strict } from './fields.ts'
import { defineRoute, SCOPES } from './route.ts'

export const ScopeField = Type.Enum([...SCOPES])
export const KeyName = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })

/** A key without its secret, which is shown once, when the key is made. */
export const ApiKey = Type.Object(
  {
    id: Id,
    name: Type.String(),
    personId: Id,
    scopes: Type.Array(ScopeField),
    createdAt: Instant,
    expiresAt: Nullable(Instant),
    lastUsedAt: Nullable(Instant),
    revokedAt: Nullable(Instant),
  },
  { title: 'ApiKey' },
)
export type ApiKey = Static<typeof ApiKey>

const COMMAND_ERRORS = [
  'contract-violation',
  'forbidden',
  'not-found',
  'request-in-flight',
  'idempotency-key-reused',
] as const

export const listKeys = defineRoute({
  method: 'GET',
  path: '/api/v1/api-keys',
  summary: "List one's own API keys; an owner's list holds everybody's",
  tag: 'Keys',
  access: { role: 'AGENT', scope: 'admin:read' },
  query: Strict({ personId: Type.Optional(Id), ...PAGING }),
  answers: { 200: Page(ApiKey) },
  errors: ['contract-violation'],
})

export const createKey = defineRoute({
  method: 'POST',
  path: '/api/v1/api-keys',
  summary: 'Make an API key; its secret is shown once',
  tag: 'Keys',
  access: { role: 'AGENT', scope: 'admin:write' },
  body: Strict({
    name: KeyName,
    scopes: Type.Array(ScopeField, { minItems: 1, uniqueItems: true }),
    personId: Type.Optional(Id),
    expiresAt: Type.Optional(Instant),
  }),
  answers: {
    201: Type.Object({
      id: Id,
      name: Type.String(),
      scopes: Type.Array(ScopeField),
      apiKey: Type.String(),
    }),
  },
  errors: [...COMMAND_ERRORS, 'already-created', 'precondition-failed'],
})

export const revokeKey = defineRoute({
  method: 'DELETE',
  path: '/api/v1/api-keys/:id',
  summary: 'Revoke an API key',
  tag: 'Keys',
  access: { role: 'AGENT', scope: 'admin:write' },
  params: IdRef,
  answers: { 200: ApiKey },
  errors: COMMAND_ERRORS,
})

export const KEY_ROUTES = [listKeys, createKey, revokeKey] as const
