import { MAIL_KINDS, type MailKind } from '../../../../../contracts/deliveries.ts'
import * as contract from '../../../../../contracts/mail-templates.ts'
import type { Actor } from '../../../../directory/people/index.ts'
import { type Answer, type Route, route } from '../../../../platform/http/index.ts'
import { presentTemplate, previewTemplate } from './present-template.ts'
import { storedTemplates } from './template-queries.ts'
import type { TemplateWords } from './template-words.ts'
import { refuseUnknown, writeTemplate } from './write-template.ts'

/** The routes of what mails say, for owners. */
export function templateRoutes(): Route<Actor>[] {
  return [
    route(contract.listMailTemplates, async (call) => {
      const stored = await call.read(storedTemplates)
      const items = MAIL_KINDS.map((kind) =>
        presentTemplate(
          kind,
          stored.find((one) => one.kind === kind),
        ),
      )
      return { status: 200, body: { items, nextCursor: null } }
    }),
    route(contract.putMailTemplate, (call) =>
      call.write(
        (tx) =>
          writeTemplate(
            tx,
            call.actor as Actor,
            call.params.kind as MailKind,
            wordsOf(call.body),
            call.ifMatch,
          ),
        answer,
      ),
    ),
    route(contract.resetMailTemplate, (call) =>
      call.write(
        (tx) => writeTemplate(tx, call.actor as Actor, call.params.kind as MailKind, undefined, call.ifMatch),
        answer,
      ),
    ),
    route(contract.previewMailTemplate, async (call) => {
      const kind = call.params.kind as MailKind
      const words = wordsOf(call.body)
      refuseUnknown(kind, words)
      return { status: 200, body: await previewTemplate(kind, words) }
    }),
  ]
}

function wordsOf(body: { subject?: string | undefined; bodyText: string; bodyHtml: string }): TemplateWords {
  return { subject: body.subject ?? null, bodyText: body.bodyText, bodyHtml: body.bodyHtml }
}

function answer(template: contract.MailTemplate): Answer {
  return { status: 200, body: template, headers: { etag: `"v${template.version}"` } }
}
