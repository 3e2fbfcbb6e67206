import type { MailKind } from '../../../../../contracts/deliveries.ts'

/** What a mail says, with its placeholders. The subject of a message's mail is its ticket's and none of this. */
export type TemplateWords = { subject: string | null; bodyText: string; bodyHtml: string }

/** Values for the placeholders: text, and for `message.body` the sanitised HTML beside it. */
export type TemplateValues = {
  'ticket.key': string
  'ticket.subject': string
  'ticket.url': string
  'message.body': { text: string; html: string }
  'agent.name': string
  'team.name': string
  'organisation.name': string
  'requester.name': string
}
export type Placeholder = keyof TemplateValues

const ALL: readonly Placeholder[] = [
  'ticket.key',
  'ticket.subject',
  'ticket.url',
  'message.body',
  'agent.name',
  'team.name',
  'organisation.name',
  'requester.name',
]

/**
 * What a template may name. An acknowledgement goes to whoever a mail says it is from, so it holds nothing that the mail
 * said: no subject, no body, no name.
 */
export const PLACEHOLDERS: Readonly<Record<MailKind, readonly Placeholder[]>> = {
  MESSAGE: ALL,
  ACKNOWLEDGEMENT: ['ticket.key', 'ticket.url', 'team.name', 'organisation.name'],
}

/** What stands where a tenant wrote nothing of its own. */
export const BUILT_IN: Readonly<Record<MailKind, TemplateWords>> = {
  MESSAGE: {
    subject: null,
    bodyText: '{{message.body}}\n\n-- \n{{agent.name}}\n{{team.name}}, {{organisation.name}}\n{{ticket.key}}',
    bodyHtml:
      '<div>{{message.body}}</div>\n<p style="color:#6e7781">{{agent.name}}<br>{{team.name}}, {{organisation.name}}<br>{{ticket.key}}</p>',
  },
  ACKNOWLEDGEMENT: {
    subject: 'We received your request',
    bodyText:
      'Hello,\n\nyour request reached us. Its number is {{ticket.key}}, and {{team.name}} will answer you.\n\nTo add something, answer this mail.\n\n{{organisation.name}}',
    bodyHtml:
      '<p>Hello,</p>\n<p>your request reached us. Its number is <strong>{{ticket.key}}</strong>, and {{team.name}} will answer you.</p>\n<p>To add something, answer this mail.</p>\n<p>{{organisation.name}}</p>',
  },
}

/** The placeholders of a text that this kind of mail does not know, as they are written; empty when all is well. */
export function unknownPlaceholders(kind: MailKind, text: string): string[] {
  const known: readonly string[] = PLACEHOLDERS[kind]
  return [...text.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name.trim())
    .filter((name) => !known.includes(name))
}

/** The plain text of a template with its values. Total: what is unknown gives nothing. */
export function fillText(template: string, values: Partial<TemplateValues>): string {
  return template.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name.trim() as Placeholder]
    return typeof value === 'string' ? value : (value?.text ?? '')
  })
}

/** The HTML of a template with its values, escaped; `message.body` is HTML that was sanitised before. */
export function fillHtml(template: string, values: Partial<TemplateValues>): string {
  return template.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name.trim() as Placeholder]
    return typeof value === 'string' ? escaped(value) : (value?.html ?? '')
  })
}

const PLACEHOLDER = /\{\{([^{}]{0,200})\}\}/g

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
