import Type, { type Static } from 'typebox'
import { EmailAddress, Id, IdRef, Instant, Nullable, PAGING, Page, Strict } from './fields.ts'
import { defineRoute } from './route.ts'

/** An address that the desk receives and sends mail by; its mail opens tickets of one team. */
export const Mailbox = Type.Object(
  {
    id: Id,
    address: Type.String(),
    teamId: Id,
    displayName: Nullable(Type.String()),
    isDefault: Type.Boolean({ description: 'Takes mail that names no mailbox' }),
    acceptAutomated: Type.Boolean({ description: 'Mail by machines opens tickets too' }),
    ownLists: Type.Array(Type.String(), { description: 'List-Ids through which people write to it' }),
    verified: Type.Boolean({ description: 'An owner vouched that mail may leave in the name of its domain' }),
    pausedAt: Nullable(Instant),
    pauseReason: Nullable(Type.String()),
    version: Type.Integer(),
    createdAt: Instant,
  },
  { title: 'Mailbox' },
)
export type Mailbox = Static<typeof Mailbox>

const DisplayName = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const ListId = Type.String({ minLength: 1, maxLength: 255 })
const COMMAND_ERRORS = [
  'contract-violation',
  'forbidden',
  'not-found',
  'request-in-flight',
  'idempotency-key-reused',
] as const

export const listMailboxes = defineRoute({
  method: 'GET',
  path: '/api/v1/mailboxes',
  summary: 'List mailboxes, oldest first',
  tag: 'Mail',
  access: { role: 'OWNER', scope: 'admin:read' },
  query: Strict({ ...PAGING }),
  answers: { 200: Page(Mailbox) },
  errors: ['contract-violation'],
})

export const createMailbox = defineRoute({
  method: 'POST',
  path: '/api/v1/mailboxes',
  summary: 'Add a mailbox',
  tag: 'Mail',
  access: { role: 'OWNER', scope: 'admin:write' },
  body: Strict({
    address: EmailAddress,
    teamId: Id,
    displayName: Type.Optional(DisplayName),
    isDefault: Type.Optional(Type.Boolean()),
    verified: Type.Optional(Type.Boolean()),
  }),
  answers: { 201: Mailbox },
  errors: [...COMMAND_ERRORS, 'already-exists'],
})

export const updateMailbox = defineRoute({
  method: 'PATCH',
  path: '/api/v1/mailboxes/:id',
  summary: 'Change a mailbox, or let it send again',
  tag: 'Mail',
  access: { role: 'OWNER', scope: 'admin:write' },
  params: IdRef,
  body: Strict({
    teamId: Type.Optional(Id),
    displayName: Type.Optional(Nullable(DisplayName)),
    isDefault: Type.Optional(Type.Boolean()),
    acceptAutomated: Type.Optional(Type.Boolean()),
    ownLists: Type.Optional(Type.Array(ListId, { maxItems: 50 })),
    verified: Type.Optional(Type.Boolean()),
    paused: Type.Optional(Type.Literal(false, { description: 'Sends again what waited for it' })),
  }),
  ifMatch: 'required',
  answers: { 200: Mailbox },
  errors: [...COMMAND_ERRORS, 'precondition-failed', 'version-mismatch', 'if-match-required'],
})

export const MAILBOX_ROUTES = [listMailboxes, createMailbox, updateMailbox] as const
