import Type, { type Static } from 'typebox'
import { MAIL_KINDS } from './deliveries.ts'
import { Instant, Nullable, Strict } from './fields.ts'
import { defineRoute } from './route.ts'

const SubjectWords = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
const BodyWords = Type.String({ minLength: 1, maxLength: 64 * 1024, pattern: '\\S' })

/**
 * What mails of a kind say, with `{{placeholders}}`. `builtIn` is true, and version 0, until the organisation writes its own.
 * Only an acknowledgement has a subject of its own. Placeholders: docs/behaviour/outgoing-mail.md.
 */
export const MailTemplate = Type.Object(
  {
    kind: Type.Enum([...MAIL_KINDS]),
    subject: Nullable(Type.String()),
    bodyText: Type.String(),
    bodyHtml: Type.String(),
    builtIn: Type.Boolean(),
    version: Type.Integer(),
    updatedAt: Nullable(Instant),
    placeholders: Type.Array(Type.String()),
  },
  { title: 'MailTemplate' },
)
export type MailTemplate = Static<typeof MailTemplate>

const TemplateWords = Strict({
  subject: Type.Optional(SubjectWords),
  bodyText: BodyWords,
  bodyHtml: BodyWords,
})
const KindRef = Strict({ kind: Type.Enum([...MAIL_KINDS]) })
const READ = { role: 'OWNER', scope: 'admin:read' } as const
const WRITE = { role: 'OWNER', scope: 'admin:write' } as const
const COMMAND_ERRORS = [
  'contract-violation',
  'not-found',
  'version-mismatch',
  'request-in-flight',
  'idempotency-key-reused',
] as const

export const listMailTemplates = defineRoute({
  method: 'GET',
  path: '/api/v1/mail-templates',
  summary: 'List what mails say',
  tag: 'Mail',
  access: READ,
  answers: { 200: Type.Object({ items: Type.Array(MailTemplate), nextCursor: Type.Null() }) },
  errors: [],
})

export const putMailTemplate = defineRoute({
  method: 'PUT',
  path: '/api/v1/mail-templates/:kind',
  summary: 'Write what mails of a kind say',
  tag: 'Mail',
  access: WRITE,
  params: KindRef,
  body: TemplateWords,
  ifMatch: 'optional',
  answers: { 200: MailTemplate },
  errors: COMMAND_ERRORS,
})

export const resetMailTemplate = defineRoute({
  method: 'DELETE',
  path: '/api/v1/mail-templates/:kind',
  summary: 'Go back to the built-in words',
  tag: 'Mail',
  access: WRITE,
  params: KindRef,
  ifMatch: 'optional',
  answers: { 200: MailTemplate },
  errors: COMMAND_ERRORS,
})

export const previewMailTemplate = defineRoute({
  method: 'POST',
  path: '/api/v1/mail-templates/:kind/preview',
  summary: 'See a mail with these words; nothing is kept',
  tag: 'Mail',
  access: READ,
  params: KindRef,
  body: TemplateWords,
  idempotency: 'exempt',
  answers: { 200: Type.Object({ subject: Type.String(), text: Type.String(), html: Type.String() }) },
  errors: ['contract-violation', 'not-found'],
})

export const MAIL_TEMPLATE_ROUTES = [
  listMailTemplates,
  putMailTemplate,
  resetMailTemplate,
  previewMailTemplate,
] as const
