import Type, { type Static } from 'typebox'
import { Id, IdRef, Instant, Nullable, PAGING, Page, Strict, TicketRef } from './fields.ts'
import { defineRoute } from './route.ts'

/** Where a mail to one recipient stands; PENDING, SENDING and RETRY are open. */
export const DELIVERY_STATES = [
  'PENDING',
  'SENDING',
  'RETRY',
  'SENT',
  'FAILED',
  'SUPPRESSED',
  'CANCELLED',
  'BOUNCED',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

export const MAIL_KINDS = ['MESSAGE', 'ACKNOWLEDGEMENT'] as const
export type MailKind = (typeof MAIL_KINDS)[number]

/** `nextAt` is null for what is decided and for what waits for its mailbox. Reasons: docs/behaviour/outgoing-mail.md. */
export const Delivery = Type.Object(
  {
    id: Id,
    kind: Type.Enum([...MAIL_KINDS]),
    ticketId: Id,
    messageId: Id,
    person: Type.Object({ id: Id, name: Type.String() }),
    address: Type.String(),
    mailboxId: Id,
    subject: Type.String(),
    state: Type.Enum([...DELIVERY_STATES]),
    reason: Nullable(Type.String()),
    detail: Nullable(Type.String()),
    attempts: Type.Integer(),
    nextAt: Nullable(Instant),
    createdAt: Instant,
    decidedAt: Nullable(Instant),
  },
  { title: 'Delivery' },
)
export type Delivery = Static<typeof Delivery>

export const listDeliveries = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets/:id/deliveries',
  summary: 'List the mails of a ticket, newest first',
  tag: 'Mail',
  access: { role: 'AGENT', scope: 'tickets:read' },
  params: TicketRef,
  query: Strict({ ...PAGING }),
  answers: { 200: Page(Delivery) },
  errors: ['contract-violation', 'forbidden', 'not-found'],
})

export const retryDelivery = defineRoute({
  method: 'POST',
  path: '/api/v1/deliveries/:id/retry',
  summary: 'Send a failed or suppressed mail again',
  tag: 'Mail',
  access: { role: 'AGENT', scope: 'tickets:write' },
  params: IdRef,
  answers: { 200: Delivery },
  errors: ['forbidden', 'not-found', 'conflict', 'request-in-flight', 'idempotency-key-reused'],
})

export const DELIVERY_ROUTES = [listDeliveries, retryDelivery] as const
