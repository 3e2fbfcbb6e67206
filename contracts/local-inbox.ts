import Type, { type Static } from 'typebox'
import { Id, IdRef, Instant, PAGING, Page, Strict } from './fields.ts'
import { defineRoute } from './route.ts'

/** A mail that would have left, were a mail server set. */
export const LocalMail = Type.Object(
  {
    id: Id,
    from: Type.String(),
    to: Type.String(),
    subject: Type.String(),
    ticketId: Id,
    at: Instant,
  },
  { title: 'LocalMail' },
)
export type LocalMail = Static<typeof LocalMail>

/** With its header fields in their order, its text, and its HTML made safe to show. */
export const LocalMailRead = Type.Object(
  {
    ...LocalMail.properties,
    headers: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
    text: Type.String(),
    html: Type.String(),
  },
  { title: 'LocalMailRead' },
)
export type LocalMailRead = Static<typeof LocalMailRead>

const ACCESS = { role: 'OWNER', scope: 'admin:read' } as const

export const listLocalInbox = defineRoute({
  method: 'GET',
  path: '/api/v1/local-inbox',
  summary: 'List mails that would have left, newest first',
  tag: 'Mail',
  access: ACCESS,
  query: Strict({ ...PAGING }),
  answers: { 200: Page(LocalMail) },
  errors: ['contract-violation'],
})

export const readLocalMail = defineRoute({
  method: 'GET',
  path: '/api/v1/local-inbox/:id',
  summary: 'Read a mail that would have left',
  tag: 'Mail',
  access: ACCESS,
  params: IdRef,
  answers: { 200: LocalMailRead },
  errors: ['not-found'],
})

export const readLocalMailFrame = defineRoute({
  method: 'GET',
  path: '/api/v1/local-inbox/:id/frame',
  summary:
    'Read the HTML of a mail that would have left as a page of its own, for a frame: nothing in it runs',
  tag: 'Mail',
  access: ACCESS,
  params: IdRef,
  answers: { 200: null },
  errors: ['not-found'],
})

export const readLocalMailRaw = defineRoute({
  method: 'GET',
  path: '/api/v1/local-inbox/:id/raw',
  summary: 'Read the bytes of a mail that would have left',
  tag: 'Mail',
  access: ACCESS,
  params: IdRef,
  answers: { 200: null },
  errors: ['not-found'],
})

export const answerLocalMail = defineRoute({
  method: 'POST',
  path: '/api/v1/local-inbox/:id/reply',
  summary: 'Answer a mail as its recipient would; the answer comes in as mail',
  tag: 'Mail',
  access: ACCESS,
  params: IdRef,
  body: Strict({ body: Type.String({ minLength: 1, maxLength: 256 * 1024, pattern: '\\S' }) }),
  answers: { 202: Type.Object({ id: Id }) },
  errors: ['contract-violation', 'not-found', 'request-in-flight', 'idempotency-key-reused'],
})

export const LOCAL_INBOX_ROUTES = [
  listLocalInbox,
  readLocalMail,
  readLocalMailFrame,
  readLocalMailRaw,
  answerLocalMail,
] as const
