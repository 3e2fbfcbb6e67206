import Type from 'typebox'
import { IdRef, TicketRef } from './fields.ts'
import { defineRoute } from './route.ts'
import { HeldReply, Message, QueuedReply } from './tickets.ts'

const READ = { role: 'AGENT', scope: 'tickets:read' } as const
const WRITE = { role: 'AGENT', scope: 'tickets:write' } as const
const COMMAND_ERRORS = [
  'forbidden',
  'not-found',
  'already-sent',
  'request-in-flight',
  'idempotency-key-reused',
] as const

export const listQueuedReplies = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets/:id/queued-replies',
  summary: 'List the replies of a ticket that are held back or were blocked, the next to be sent first',
  tag: 'Queued replies',
  access: READ,
  params: TicketRef,
  answers: { 200: Type.Object({ items: Type.Array(QueuedReply) }) },
  errors: ['forbidden', 'not-found'],
})

export const readQueuedReply = defineRoute({
  method: 'GET',
  path: '/api/v1/queued-replies/:id',
  summary: 'Read a reply that is or was held back',
  tag: 'Queued replies',
  access: READ,
  params: IdRef,
  answers: { 200: HeldReply },
  errors: ['not-found'],
})

export const takeBackReply = defineRoute({
  method: 'POST',
  path: '/api/v1/queued-replies/:id/take-back',
  summary: 'Take a reply back that is not sent yet; its text is a draft again',
  tag: 'Queued replies',
  access: WRITE,
  params: IdRef,
  answers: { 200: QueuedReply },
  errors: COMMAND_ERRORS,
})

export const sendReplyNow = defineRoute({
  method: 'POST',
  path: '/api/v1/queued-replies/:id/send-now',
  summary: 'Send an own reply now that is held back',
  tag: 'Queued replies',
  access: WRITE,
  params: IdRef,
  answers: { 201: Message },
  errors: [...COMMAND_ERRORS, 'conflict', 'newer-messages', 'invalid-transition', 'precondition-failed'],
})

export const QUEUED_REPLY_ROUTES = [listQueuedReplies, readQueuedReply, takeBackReply, sendReplyNow] as const
