import Type, { type Static } from 'typebox'
import { Id, IdRef, Instant, PAGING, Page, Strict } from './fields.ts'
import { defineRoute } from './route.ts'

/** Where an inbound mail stands; from TICKET_CREATED on it is final. */
export const INBOUND_STATES = [
  'RECEIVED',
  'PROCESSING',
  'RETRY',
  'TICKET_CREATED',
  'APPENDED',
  'HELD',
  'SUSPENDED',
  'DUPLICATE',
  'BOUNCE_RECORDED',
  'QUARANTINED',
] as const
export type InboundState = (typeof INBOUND_STATES)[number]

/** What is absent is not known or does not apply. Reasons: docs/behaviour/inbound-mail.md. */
export const InboundMail = Type.Object(
  {
    id: Id,
    state: Type.Enum([...INBOUND_STATES]),
    reason: Type.Optional(Type.String()),
    detail: Type.Optional(Type.String()),
    mailboxId: Type.Optional(Id),
    ticketId: Type.Optional(Id),
    messageId: Type.Optional(Id),
    sender: Type.Optional(Type.String()),
    subject: Type.Optional(Type.String()),
    size: Type.Integer(),
    attempts: Type.Integer(),
    receivedAt: Instant,
    decidedAt: Type.Optional(Instant),
  },
  { title: 'InboundMail' },
)
export type InboundMail = Static<typeof InboundMail>

const ACCESS = { role: 'AGENT', scope: 'inbound' } as const
const DECISION_ERRORS = [
  'forbidden',
  'not-found',
  'conflict',
  'already-decided',
  'request-in-flight',
  'idempotency-key-reused',
] as const

export const receiveRaw = defineRoute({
  method: 'POST',
  path: '/api/v1/inbound/raw',
  summary: 'Hand in a raw mail (RFC 5322)',
  tag: 'Mail',
  access: ACCESS,
  query: Strict({
    mailbox: Type.Optional(
      Type.String({
        minLength: 3,
        maxLength: 320,
        description: 'Address or id; else X-Envelope-To, else the default',
      }),
    ),
    bulk: Type.Optional(
      Type.Boolean({ description: 'Counts towards no limit on floods; needs the scope admin:write' }),
    ),
  }),
  rawBody: 'message/rfc822',
  bodyLimitBytes: 41 * 1024 * 1024,
  answers: { 202: Type.Object({ id: Id, state: Type.Enum([...INBOUND_STATES]) }) },
  errors: [
    'contract-violation',
    'missing-scope',
    'too-large',
    'unsupported-media-type',
    'request-in-flight',
    'idempotency-key-reused',
  ],
})

export const listInbound = defineRoute({
  method: 'GET',
  path: '/api/v1/inbound',
  summary: 'List inbound mails, newest first',
  tag: 'Mail',
  access: ACCESS,
  query: Strict({ state: Type.Optional(Type.Enum([...INBOUND_STATES])), ...PAGING }),
  answers: { 200: Page(InboundMail) },
  errors: ['contract-violation'],
})

export const readInbound = defineRoute({
  method: 'GET',
  path: '/api/v1/inbound/:id',
  summary: 'Read what became of an inbound mail',
  tag: 'Mail',
  access: ACCESS,
  params: IdRef,
  answers: { 200: InboundMail },
  errors: ['not-found'],
})

export const readInboundRaw = defineRoute({
  method: 'GET',
  path: '/api/v1/inbound/:id/raw',
  summary: 'Read the bytes of an inbound mail as they came',
  tag: 'Mail',
  access: ACCESS,
  params: IdRef,
  answers: { 200: null },
  errors: ['not-found'],
})

export const reprocessInbound = defineRoute({
  method: 'POST',
  path: '/api/v1/inbound/:id/reprocess',
  summary: 'Run a quarantined or suspended mail again',
  tag: 'Mail',
  access: ACCESS,
  params: IdRef,
  answers: { 200: InboundMail },
  errors: DECISION_ERRORS,
})

export const releaseInbound = defineRoute({
  method: 'POST',
  path: '/api/v1/inbound/:id/release',
  summary: 'Add a held mail to its ticket, and its sender as a participant',
  tag: 'Mail',
  access: ACCESS,
  params: IdRef,
  answers: { 200: InboundMail },
  errors: DECISION_ERRORS,
})

export const rejectInbound = defineRoute({
  method: 'POST',
  path: '/api/v1/inbound/:id/reject',
  summary: 'Keep a held mail from its ticket',
  tag: 'Mail',
  access: ACCESS,
  params: IdRef,
  answers: { 200: InboundMail },
  errors: DECISION_ERRORS,
})

export const INBOUND_ROUTES = [
  receiveRaw,
  listInbound,
  readInbound,
  readInboundRaw,
  reprocessInbound,
  releaseInbound,
  rejectInbound,
] as const
