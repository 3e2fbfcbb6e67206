import Type, { type Static } from 'typebox'
import { EmailAddress, Id, Instant, Nullable, PAGING, Page, Strict } from './fields.ts'
import { defineRoute } from './route.ts'

/** Why mail is kept from an address. */
export const SUPPRESSION_REASONS = ['HARD_BOUNCE', 'SOFT_BOUNCES', 'COMPLAINT'] as const
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number]

/** An address that no mail is sent to; `until` is null when somebody has to lift it. */
export const Suppression = Type.Object(
  {
    address: Type.String(),
    reason: Type.Enum([...SUPPRESSION_REASONS]),
    detail: Nullable(Type.String()),
    deliveryId: Nullable(Id),
    since: Instant,
    until: Nullable(Instant),
  },
  { title: 'Suppression' },
)
export type Suppression = Static<typeof Suppression>

export const listSuppressions = defineRoute({
  method: 'GET',
  path: '/api/v1/suppressions',
  summary: 'List addresses that get no mail',
  tag: 'Mail',
  access: { role: 'AGENT', scope: 'tickets:read' },
  query: Strict({ ...PAGING }),
  answers: { 200: Page(Suppression) },
  errors: ['contract-violation'],
})

export const liftSuppression = defineRoute({
  method: 'DELETE',
  path: '/api/v1/suppressions/:address',
  summary: 'Let an address get mail again',
  tag: 'Mail',
  access: { role: 'AGENT', scope: 'tickets:write' },
  params: Strict({ address: EmailAddress }),
  answers: { 200: Type.Object({ address: Type.String() }) },
  errors: ['contract-violation', 'not-found', 'request-in-flight', 'idempotency-key-reused'],
})

export const SUPPRESSION_ROUTES = [listSuppressions, liftSuppression] as const
