import {
  type AttachmentRow,
  attachmentsOf,
  attachmentUrl,
  filePaths,
} from '../../../desk/attachments/index.ts'
import { type Database, read, type TenantScope, write } from '../../../platform/db/index.ts'
import { textToHtml } from '../../../platform/html/index.ts'
import { composeMail, type MailFile } from '../../../platform/mail-transport/index.ts'
import type { Storage } from '../../../platform/storage/index.ts'
import { INSTANCE_HEADER, instanceMarks } from '../instance-mark.ts'
import { type DeliveryContent, deliveryContent } from './delivery-queries.ts'
import { mailHtml } from './mail-html.ts'
import { storedTemplates } from './template/template-queries.ts'
import {
  BUILT_IN,
  fillHtml,
  fillText,
  type TemplateValues,
  type TemplateWords,
} from './template/template-words.ts'

/** Where files lie, and the address that people use (for links). */
export type ComposeDeps = { db: Database; storage: Storage; publicUrl: string | undefined }

/** A mail in its envelope, ready to leave. `to` is one address. */
export type ComposedDelivery = {
  from: string
  to: string
  raw: Buffer
  sender: string
  subject: string
  ticketId: string
}

/** Stands above what is quoted; what a client quotes below it is not part of the answer. */
export const REPLY_MARKER = '##- Please type your reply above this line -##'
/** Base64 makes a third more of it, and 25 MB is what common servers take. */
const FILES_BYTES_MAX = 20 * 1024 * 1024
/** How long a link to a file opens it, counted from when the mail was written down, so that each attempt says the same. */
const LINK_MS = 30 * 24 * 3600_000

/**
 * Makes the bytes of a delivery, outside of any transaction; the same bytes each time while its template stays. Undefined
 * for one that is decided. Rule: docs/behaviour/outgoing-mail.md, "The mail".
 */
export async function composeDelivery(
  deps: ComposeDeps,
  scope: TenantScope,
  id: string,
): Promise<ComposedDelivery | undefined> {
  const [content, templates, marks] = await read(deps.db, scope, (tx) =>
    Promise.all([deliveryContent(tx, id), storedTemplates(tx), instanceMarks(tx)]),
  )
  if (content === undefined || !['PENDING', 'RETRY', 'SENDING'].includes(content.state)) return undefined
  const words = templates.find(({ kind }) => kind === content.kind) ?? BUILT_IN[content.kind]
  const domain = content.mailboxAddress.slice(content.mailboxAddress.lastIndexOf('@') + 1)
  const ticketUrl = deps.publicUrl === undefined ? '' : `${deps.publicUrl}/tickets/${content.ticketKey}`
  const body = await bodyOf(deps, scope, content, domain)
  const { text, html } = wordsOf(content, words, body, ticketUrl)
  const raw = await composeMail({
    from: { name: senderName(content), address: content.mailboxAddress },
    // A name that a mail gave itself is not sent on to whoever the mail says it is from.
    to: { name: content.kind === 'ACKNOWLEDGEMENT' ? '' : content.personName, address: content.address },
    replyTo: content.replyTo,
    subject: content.subject,
    messageId: content.header,
    inReplyTo: content.inReplyTo,
    references: content.references,
    date: new Date(content.createdAt),
    headers: headersOf(content, marks[0]),
    text,
    html,
    files: body.files,
    boundarySeed: content.id,
  })
  const { address, mailboxAddress, subject, ticketId } = content
  return { from: `bounce+${id}@${domain}`, to: address, raw, sender: mailboxAddress, subject, ticketId }
}

function senderName({ kind, authorName, mailboxName, teamName }: DeliveryContent): string {
  const desk = mailboxName ?? teamName
  return kind === 'MESSAGE' ? `${authorName} (${desk})` : desk
}

function headersOf(content: DeliveryContent, mark: string | undefined): Record<string, string> {
  return {
    ...(mark === undefined ? {} : { [INSTANCE_HEADER]: mark }),
    ...(content.autoSubmitted === null
      ? {}
      : { 'Auto-Submitted': content.autoSubmitted, 'X-Auto-Response-Suppress': 'All' }),
  }
}

type Body = { text: string; html: string; files: MailFile[] }

async function bodyOf(
  deps: ComposeDeps,
  scope: TenantScope,
  content: DeliveryContent,
  domain: string,
): Promise<Body> {
  if (content.kind === 'ACKNOWLEDGEMENT') return { text: '', html: '', files: [] }
  const attached = await read(deps.db, scope, (tx) => attachmentsOf(tx, [content.messageId]))
  const rows = attached.get(content.messageId) ?? []
  const contentIdOf = (fileId: string) => `${fileId}@${domain}`
  const shownFiles = rows.map(({ id }) => ({ id, url: attachmentUrl(id) }))
  const remoteImages = content.authorKind === 'AGENT'
  const { html, shownFileIds } = mailHtml(content.bodyHtml, shownFiles, { remoteImages, contentIdOf })
  const { files, tooLarge, lost } = await readFiles(deps.storage, rows, (row) =>
    shownFileIds.includes(row.id) ? contentIdOf(row.id) : undefined,
  )
  const note = [
    tooLarge.length === 0 ? '' : await linksTo(deps, scope, tooLarge, content.createdAt),
    lost.length === 0 ? '' : `Not attached, because they cannot be read:\n${lost.map(named).join('\n')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
  return {
    text: note === '' ? content.body : `${content.body}\n\n${note}`,
    html: note === '' ? html : `${html}\n${textToHtml(note)}`,
    files,
  }
}

/** Files that fit; beyond 20 MB none goes along, and one whose bytes are not there holds up no mail. */
async function readFiles(
  storage: Storage,
  rows: readonly AttachmentRow[],
  contentIdOf: (row: AttachmentRow) => string | undefined,
): Promise<{ files: MailFile[]; tooLarge: readonly AttachmentRow[]; lost: AttachmentRow[] }> {
  const total = rows.reduce((sum, row) => sum + row.size, 0)
  if (total > FILES_BYTES_MAX) return { files: [], tooLarge: rows, lost: [] }
  const files: MailFile[] = []
  const lost: AttachmentRow[] = []
  for (const row of rows) {
    const content = await storage.get(row.storageKey)
    if (content === null) lost.push(row)
    else
      files.push({
        filename: row.filename,
        contentType: row.contentType,
        content,
        contentId: contentIdOf(row),
      })
  }
  return { files, tooLarge: [], lost }
}

/** Names files that go beyond a mail and says where they are: by links that need no sign-in, if the desk has an address. */
async function linksTo(
  { db, publicUrl }: ComposeDeps,
  scope: TenantScope,
  rows: readonly AttachmentRow[],
  createdAt: string,
): Promise<string> {
  if (publicUrl === undefined)
    return `Not attached, because they are too large:\n${rows.map(named).join('\n')}\nAsk for them in your answer.`
  const until = new Date(Date.parse(createdAt) + LINK_MS)
  const ids = rows.map(({ id }) => id)
  const { result: paths } = await write(db, scope, (tx) => filePaths(tx, ids, until.getTime()))
  const lines = rows.map((row) => `${named(row)}\n  ${publicUrl}${paths.get(row.id)}`).join('\n')
  return `Too large for a mail; these links work until ${until.toISOString().slice(0, 10)}:\n${lines}`
}

function named({ filename, size }: AttachmentRow): string {
  return `- ${filename} (${Math.ceil(size / 1024)} KB)`
}

function wordsOf(
  content: DeliveryContent,
  words: TemplateWords,
  body: Body,
  ticketUrl: string,
): { text: string; html: string } {
  const values: Partial<TemplateValues> = {
    'ticket.key': content.ticketKey,
    'ticket.url': ticketUrl,
    'team.name': content.teamName,
    'organisation.name': content.organisationName,
    ...(content.kind === 'ACKNOWLEDGEMENT'
      ? {}
      : {
          'ticket.subject': content.ticketSubject,
          'message.body': { text: body.text, html: body.html },
          'agent.name': content.authorName,
          'requester.name': content.requesterName,
        }),
  }
  const text = fillText(words.bodyText, values)
  const html = fillHtml(words.bodyHtml, values)
  if (content.kind === 'ACKNOWLEDGEMENT') return { text, html }
  const marker = `<p style="color:#6e7781;font-size:small">${REPLY_MARKER}</p>`
  return { text: `${REPLY_MARKER}\n\n${text}\n`, html: `${marker}\n${html}` }
}
