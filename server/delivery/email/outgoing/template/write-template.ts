import type { MailKind } from '../../../../../contracts/deliveries.ts'
import type { MailTemplate } from '../../../../../contracts/mail-templates.ts'
import { type Actor, eventActor } from '../../../../directory/people/index.ts'
import type { TenantTx } from '../../../../platform/db/index.ts'
import { Problem } from '../../../../platform/http/index.ts'
import { append } from '../../../../platform/log/index.ts'
import { presentTemplate } from './present-template.ts'
import { storedTemplates } from './template-queries.ts'
import { deleteTemplate, lockTemplates, storeTemplate } from './template-store.ts'
import { BUILT_IN, type TemplateWords, unknownPlaceholders } from './template-words.ts'

/**
 * Writes what mails of a kind say; `words` undefined goes back to the built-in ones. Rejects with `contract-violation` for
 * a placeholder that the kind does not know, and with `version-mismatch`.
 */
export async function writeTemplate(
  tx: TenantTx,
  actor: Actor,
  kind: MailKind,
  words: TemplateWords | undefined,
  ifMatch: number | undefined,
): Promise<MailTemplate> {
  if (words !== undefined) refuseUnknown(kind, words)
  const now = await lockTemplates(tx)
  const before = (await storedTemplates(tx)).find((one) => one.kind === kind)
  const version = before?.version ?? 0
  if (ifMatch !== undefined && ifMatch !== version)
    throw new Problem('version-mismatch', 'Somebody changed this template since you read it; read it again.')
  append(tx, {
    type: 'admin.template_updated',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: now,
    cause: actor.cause,
    changes: [{ field: 'builtIn', from: before === undefined, to: words === undefined }],
    refs: { kind },
  })
  if (words === undefined) {
    deleteTemplate(tx, kind)
    return presentTemplate(kind, undefined)
  }
  storeTemplate(tx, kind, words, { version: version + 1, now })
  return presentTemplate(kind, { kind, ...words, version: version + 1, updatedAt: now })
}

/** Refuses words that name what mails of their kind may not hold, with `contract-violation`. */
export function refuseUnknown(kind: MailKind, words: TemplateWords): void {
  if (kind === 'MESSAGE' && words.subject !== null)
    throw violation('/subject', 'the subject of these mails is their ticket’s')
  const texts: [string, string | null][] = [
    ['/subject', words.subject ?? BUILT_IN[kind].subject],
    ['/bodyText', words.bodyText],
    ['/bodyHtml', words.bodyHtml],
  ]
  for (const [path, text] of texts) {
    const [unknown] = unknownPlaceholders(kind, text ?? '')
    if (unknown !== undefined) throw violation(path, `{{${unknown}}} is no placeholder of these mails`)
  }
  // Fixed with the mail, before anybody asks where the desk is reached.
  if (/\{\{\s*ticket\.url\s*\}\}/.test(words.subject ?? ''))
    throw violation('/subject', '{{ticket.url}} stands in the text only')
}

function violation(path: string, message: string): Problem {
  return new Problem('contract-violation', 'The template names what it may not.', {
    errors: [{ path, message }],
  })
}
