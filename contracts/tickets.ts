import Type, { type Static } from 'typebox'
import { Event } from './events.ts'
import { EmailAddress, Id, Instant, Nullable, PAGING, Page, PersonName, Strict, TicketRef } from './fields.ts'
import { defineRoute } from './route.ts'

export const STATUSES = [
  'NEW',
  'TRIAGED',
  'ASSIGNED',
  'IN_PROGRESS',
  'WAITING_ON_REQUESTER',
  'WAITING_ON_VENDOR',
  'RESOLVED',
  'CLOSED',
  'REOPENED',
] as const
export type Status = (typeof STATUSES)[number]
export const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const
export type Priority = (typeof PRIORITIES)[number]
export const CHANNELS = ['PORTAL', 'EMAIL', 'API', 'SLACK', 'TEAMS'] as const
export type Channel = (typeof CHANNELS)[number]
export const TICKET_SORTS = ['updated', '-updated', 'created', '-created', 'due', '-due'] as const

export const StatusField = Type.Enum([...STATUSES])
export const PriorityField = Type.Enum([...PRIORITIES])
const Subject = Type.String({ minLength: 1, maxLength: 250, pattern: '\\S' })
/** 256 KiB; the exact limit in bytes is checked by the server. */
const BodyText = Type.String({ minLength: 1, maxLength: 262_144 })

export const PersonBrief = Type.Object(
  { id: Id, name: Type.String(), email: Type.String() },
  { title: 'PersonBrief' },
)

export const Ticket = Type.Object(
  {
    id: Id,
    key: Type.String(),
    number: Type.Integer(),
    subject: Type.String(),
    status: StatusField,
    statusReason: Nullable(Type.String()),
    priority: PriorityField,
    channel: Type.Enum([...CHANNELS]),
    teamId: Id,
    assigneeId: Nullable(Id),
    requester: PersonBrief,
    requesterReplied: Type.Boolean(),
    followUpOf: Nullable(Id),
    version: Type.Integer(),
    seq: Type.Integer(),
    createdAt: Instant,
    updatedAt: Instant,
    firstResponseAt: Nullable(Instant),
    dueAt: Nullable(Instant),
    resolvedAt: Nullable(Instant),
    closedAt: Nullable(Instant),
  },
  { title: 'Ticket' },
)
export type Ticket = Static<typeof Ticket>

export const Attachment = Type.Object(
  {
    id: Id,
    filename: Type.String(),
    contentType: Type.String(),
    size: Type.Integer(),
    sha256: Type.String(),
    inline: Type.Boolean(),
    url: Type.String(),
  },
  { title: 'Attachment' },
)

export const Message = Type.Object(
  {
    id: Id,
    ticketId: Id,
    seq: Type.Integer(),
    author: Type.Object({ id: Id, name: Type.String(), kind: Type.Enum(['REQUESTER', 'AGENT', 'SYSTEM']) }),
    visibility: Type.Enum(['PUBLIC', 'INTERNAL']),
    channel: Type.String(),
    body: Type.String(),
    bodyHtml: Type.String(),
    attachments: Type.Array(Attachment),
    auto: Type.Boolean(),
    unverified: Type.Boolean(),
    createdAt: Instant,
  },
  { title: 'Message' },
)
export type Message = Static<typeof Message>

export const QUEUED_REPLY_STATES = ['QUEUED', 'SENT', 'TAKEN_BACK', 'BLOCKED'] as const

/** A reply that is held back: for its undo window, or until an hour. It is no message until it is sent. */
export const QueuedReply = Type.Object(
  {
    id: Id,
    ticketId: Id,
    state: Type.Enum([...QUEUED_REPLY_STATES]),
    sendAt: Instant,
    /** Whether its author named the hour. */
    scheduled: Type.Boolean(),
    body: Type.String(),
    bodyHtml: Type.String(),
    /** The status that goes with it. */
    status: Nullable(StatusField),
    author: Type.Object({ id: Id, name: Type.String() }),
    /** Why it is BLOCKED. */
    reason: Nullable(Type.String()),
    /** The message it became. */
    messageId: Nullable(Id),
    createdAt: Instant,
  },
  { title: 'QueuedReply' },
)
export type QueuedReply = Static<typeof QueuedReply>

export const HeldReply = Type.Object({ queued: QueuedReply }, { title: 'HeldReply' })

const READ = { role: 'EMPLOYEE', scope: 'tickets:read' } as const
const WRITE = { role: 'EMPLOYEE', scope: 'tickets:write' } as const
const AGENT_WRITE = { role: 'AGENT', scope: 'tickets:write' } as const
const COMMAND_ERRORS = [
  'contract-violation',
  'forbidden',
  'not-found',
  'version-mismatch',
  'request-in-flight',
  'idempotency-key-reused',
] as const

export const createTicket = defineRoute({
  method: 'POST',
  path: '/api/v1/tickets',
  summary: 'File a ticket',
  tag: 'Tickets',
  access: WRITE,
  body: Strict({
    subject: Subject,
    body: Type.Optional(BodyText),
    bodyHtml: Type.Optional(BodyText),
    teamId: Type.Optional(Id),
    priority: Type.Optional(PriorityField),
    requester: Type.Optional(Strict({ email: EmailAddress, name: Type.Optional(PersonName) })),
  }),
  answers: { 201: Ticket },
  errors: ['contract-violation', 'forbidden', 'not-found', 'request-in-flight', 'idempotency-key-reused'],
})

/** Which tickets: of a list and of its count. */
const TICKET_FILTER = {
  status: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'One status or several, parted by commas' }),
  ),
  team: Type.Optional(Id),
  assignee: Type.Optional(
    Type.String({ minLength: 2, maxLength: 36, description: 'A person id, `me` or `none`' }),
  ),
  requester: Type.Optional(Type.String({ minLength: 2, maxLength: 36, description: 'A person id or `me`' })),
  priority: Type.Optional(
    Type.String({ minLength: 2, maxLength: 20, description: 'One priority or several, parted by commas' }),
  ),
}

export const listTickets = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets',
  summary: 'List tickets',
  tag: 'Tickets',
  access: READ,
  query: Strict({
    ...TICKET_FILTER,
    sort: Type.Optional(Type.Enum([...TICKET_SORTS])),
    ...PAGING,
  }),
  answers: { 200: Page(Ticket) },
  errors: ['contract-violation'],
})

export const TicketCount = Type.Object(
  { count: Type.Integer(), isCapped: Type.Boolean() },
  { title: 'TicketCount' },
)

export const countTickets = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets/count',
  summary: 'Count tickets, up to 1,000',
  tag: 'Tickets',
  access: READ,
  query: Strict(TICKET_FILTER),
  answers: { 200: TicketCount },
  errors: ['contract-violation'],
})

export const readTicket = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets/:id',
  summary: 'Read a ticket',
  tag: 'Tickets',
  access: READ,
  params: TicketRef,
  answers: { 200: Ticket },
  errors: ['not-found'],
})

/** A cursor goes on in the order in which it was given. */
const LogOrder = Type.Optional(Type.Enum(['asc', 'desc'], { description: '`desc`: the newest first' }))

export const MessagePage = Type.Object(
  {
    ...Page(Message).properties,
    /** How many messages the caller may read; on a first page. */
    total: Type.Optional(Type.Integer()),
  },
  { title: 'MessagePage' },
)

export const listMessages = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets/:id/messages',
  summary: "List a ticket's messages, oldest first unless asked otherwise",
  tag: 'Tickets',
  access: READ,
  params: TicketRef,
  query: Strict({ order: LogOrder, ...PAGING }),
  answers: { 200: MessagePage },
  errors: ['contract-violation', 'not-found'],
})

export const readMessage = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets/:id/messages/:messageId',
  summary: 'Read one message',
  tag: 'Tickets',
  access: READ,
  params: Strict({ id: TicketRef.properties.id, messageId: Id }),
  answers: { 200: Message },
  errors: ['not-found'],
})

/** Whether pictures from elsewhere are loaded, and on what ground a message stands. */
export const FRAME_IMAGES = ['remote', 'off'] as const
export const FRAME_THEMES = ['light', 'dark'] as const

export const readMessageFrame = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets/:id/messages/:messageId/frame',
  summary: 'Read one message as a page of its own, for a frame: nothing in it runs',
  tag: 'Tickets',
  access: READ,
  params: Strict({ id: TicketRef.properties.id, messageId: Id }),
  query: Strict({
    images: Type.Optional(Type.Enum([...FRAME_IMAGES])),
    theme: Type.Optional(Type.Enum([...FRAME_THEMES])),
  }),
  answers: { 200: null },
  errors: ['contract-violation', 'not-found'],
})

export const listTicketEvents = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets/:id/events',
  summary: "List a ticket's events, oldest first unless asked otherwise",
  tag: 'Tickets',
  access: READ,
  params: TicketRef,
  query: Strict({ order: LogOrder, ...PAGING }),
  answers: { 200: Page(Event) },
  errors: ['contract-violation', 'not-found'],
})

export const replyToTicket = defineRoute({
  method: 'POST',
  path: '/api/v1/tickets/:id/replies',
  summary: 'Answer in public',
  tag: 'Tickets',
  access: WRITE,
  params: TicketRef,
  body: Strict({
    body: Type.Optional(BodyText),
    bodyHtml: Type.Optional(BodyText),
    lastSeenSeq: Type.Optional(Type.Integer({ minimum: 0 })),
    force: Type.Optional(Type.Boolean()),
    status: Type.Optional(StatusField),
    /** Held so long for a change of mind; 0 sends at once. */
    delaySeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
    /** Held until then, at most a year. */
    sendAt: Type.Optional(Instant),
  }),
  ifMatch: 'optional',
  answers: { 201: Message, 202: HeldReply },
  errors: [...COMMAND_ERRORS, 'newer-messages', 'invalid-transition', 'precondition-failed'],
})

export const addNote = defineRoute({
  method: 'POST',
  path: '/api/v1/tickets/:id/notes',
  summary: 'Add an internal note',
  tag: 'Tickets',
  access: { role: 'AGENT', scope: 'notes:write' },
  params: TicketRef,
  body: Strict({ body: Type.Optional(BodyText), bodyHtml: Type.Optional(BodyText) }),
  ifMatch: 'optional',
  answers: { 201: Message },
  errors: COMMAND_ERRORS,
})

export const assignTicket = defineRoute({
  method: 'POST',
  path: '/api/v1/tickets/:id/assign',
  summary: 'Assign, or unassign with null',
  tag: 'Tickets',
  access: AGENT_WRITE,
  params: TicketRef,
  body: Strict({ assigneeId: Nullable(Id) }),
  ifMatch: 'optional',
  answers: { 200: Ticket },
  errors: [...COMMAND_ERRORS, 'precondition-failed'],
})

export const transitionTicket = defineRoute({
  method: 'POST',
  path: '/api/v1/tickets/:id/transition',
  summary: 'Move to another status',
  tag: 'Tickets',
  access: WRITE,
  params: TicketRef,
  body: Strict({ status: StatusField, reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) }),
  ifMatch: 'optional',
  answers: { 200: Ticket },
  errors: [...COMMAND_ERRORS, 'invalid-transition', 'precondition-failed'],
})

export const updateTicket = defineRoute({
  method: 'PATCH',
  path: '/api/v1/tickets/:id',
  summary: 'Change subject or priority',
  tag: 'Tickets',
  access: AGENT_WRITE,
  params: TicketRef,
  body: Strict({ subject: Type.Optional(Subject), priority: Type.Optional(PriorityField) }),
  ifMatch: 'required',
  answers: { 200: Ticket },
  errors: [...COMMAND_ERRORS, 'if-match-required'],
})

export const TICKET_ROUTES = [
  createTicket,
  listTickets,
  countTickets,
  readTicket,
  listMessages,
  readMessage,
  readMessageFrame,
  listTicketEvents,
  replyToTicket,
  addNote,
  assignTicket,
  transitionTicket,
  updateTicket,
] as const
