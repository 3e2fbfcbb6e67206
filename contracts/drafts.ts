import Type, { type Static } from 'typebox'
import { Id, IdOrKey, Instant, Nullable, PAGING, Page, Strict, TicketRef } from './fields.ts'
import { defineRoute } from './route.ts'

/** What a draft is to become. */
export const DRAFT_KINDS = ['reply', 'note'] as const
export type DraftKind = (typeof DRAFT_KINDS)[number]

const KindField = Type.Enum([...DRAFT_KINDS])
/** 256 KiB; the exact limit in bytes is checked by the server. Empty means: no draft. */
const DraftBody = Type.String({ maxLength: 262_144 })
const Version = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })

export const Draft = Type.Object(
  {
    ticketId: Id,
    kind: KindField,
    body: Type.String(),
    bodyHtml: Type.String(),
    version: Type.Integer(),
    writtenAt: Instant,
    /** What another device wrote meanwhile, newest first. */
    other: Nullable(Type.Object({ body: Type.String(), bodyHtml: Type.String(), writtenAt: Instant })),
  },
  { title: 'Draft' },
)
export type Draft = Static<typeof Draft>

export const DraftLine = Type.Object(
  {
    ticketId: Id,
    ticketKey: Type.String(),
    subject: Type.String(),
    kind: KindField,
    firstLine: Type.String(),
    writtenAt: Instant,
    hasOther: Type.Boolean(),
  },
  { title: 'DraftLine' },
)
export type DraftLine = Static<typeof DraftLine>

const READ = { role: 'EMPLOYEE', scope: 'tickets:read' } as const
const WRITE = { role: 'EMPLOYEE', scope: 'tickets:write' } as const
const DraftRef = Strict({ id: IdOrKey, kind: KindField })

export const saveDraft = defineRoute({
  method: 'PUT',
  path: '/api/v1/tickets/:id/drafts/:kind',
  summary: 'Keep what you are writing; an empty text takes the draft away',
  tag: 'Drafts',
  access: WRITE,
  params: DraftRef,
  body: Strict({
    body: Type.Optional(DraftBody),
    bodyHtml: Type.Optional(DraftBody),
    baseVersion: Type.Optional(Version),
    writtenAt: Type.Optional(Instant),
    dropOther: Type.Optional(Type.Boolean()),
  }),
  answers: { 200: Draft, 204: null },
  errors: ['contract-violation', 'forbidden', 'not-found', 'request-in-flight', 'idempotency-key-reused'],
})

export const readDrafts = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets/:id/drafts',
  summary: 'Read your drafts on a ticket',
  tag: 'Drafts',
  access: READ,
  params: TicketRef,
  answers: { 200: Type.Object({ reply: Nullable(Draft), note: Nullable(Draft) }) },
  errors: ['not-found'],
})

export const deleteDraft = defineRoute({
  method: 'DELETE',
  path: '/api/v1/tickets/:id/drafts/:kind',
  summary: 'Take a draft away, with its other version',
  tag: 'Drafts',
  access: WRITE,
  params: DraftRef,
  query: Strict({ version: Type.Optional(Version) }),
  answers: { 204: null },
  errors: [
    'contract-violation',
    'forbidden',
    'not-found',
    'version-mismatch',
    'request-in-flight',
    'idempotency-key-reused',
  ],
})

export const listDrafts = defineRoute({
  method: 'GET',
  path: '/api/v1/drafts',
  summary: 'List your drafts, newest first',
  tag: 'Drafts',
  access: READ,
  query: Strict({ ...PAGING }),
  answers: { 200: Page(DraftLine) },
  errors: ['contract-violation'],
})

export const DRAFT_ROUTES = [saveDraft, readDrafts, deleteDraft, listDrafts] as const
