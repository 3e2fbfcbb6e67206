import type { MailKind } from '../../../../../contracts/deliveries.ts'
import type { MailTemplate } from '../../../../../contracts/mail-templates.ts'
import { sanitizeHtml } from '../../../../platform/html/index.ts'
import { acknowledgementSubject, messageSubject } from '../subjects.ts'
import type { StoredTemplate } from './template-queries.ts'
import {
  BUILT_IN,
  fillHtml,
  fillText,
  PLACEHOLDERS,
  type TemplateValues,
  type TemplateWords,
} from './template-words.ts'

/** A template as it is shown; without a stored one, the built-in words at version 0. */
export function presentTemplate(kind: MailKind, stored: StoredTemplate | undefined): MailTemplate {
  const { subject, bodyText, bodyHtml } = stored ?? BUILT_IN[kind]
  return {
    kind,
    subject: subject ?? BUILT_IN[kind].subject,
    bodyText,
    bodyHtml,
    builtIn: stored === undefined,
    version: stored?.version ?? 0,
    updatedAt: stored?.updatedAt ?? null,
    placeholders: [...PLACEHOLDERS[kind]],
  }
}

/** The mail that words give, with made-up values. Its HTML is sanitised: it is shown in a browser. */
export async function previewTemplate(
  kind: MailKind,
  words: TemplateWords,
): Promise<{ subject: string; text: string; html: string }> {
  const ticket = {
    ticketKey: SAMPLE['ticket.key'],
    firstSubject: SAMPLE['ticket.subject'],
    teamName: SAMPLE['team.name'],
    organisationName: SAMPLE['organisation.name'],
  }
  const subject = kind === 'MESSAGE' ? messageSubject(ticket) : acknowledgementSubject(ticket, words.subject)
  const { html } = await sanitizeHtml(fillHtml(words.bodyHtml, SAMPLE))
  return { subject, text: fillText(words.bodyText, SAMPLE), html }
}

const SAMPLE: TemplateValues = {
  'ticket.key': 'IT-12',
  'ticket.subject': 'The printer hums',
  'ticket.url': 'https://desk.example.org/tickets/IT-12',
  'message.body': { text: 'Please try again now.', html: '<p>Please try <b>again</b> now.</p>' },
  'agent.name': 'Ada Agent',
  'team.name': 'IT',
  'organisation.name': 'Example',
  'requester.name': 'Rita Requester',
}
