import { sanitizeHtml, textToHtml } from '../../platform/html/index.ts'
import { Problem } from '../../platform/http/index.ts'

/** A message's body in its two final forms. */
export type Content = { body: string; bodyHtml: string }

const BODY_BYTES_MAX = 256 * 1024

/**
 * The content of exactly one of `body` (plain text) and `bodyHtml`; the other is derived, HTML is sanitised. Runs
 * before the transaction: cleaning is slow work. Rejects with `contract-violation`.
 */
export async function messageContent(input: MessageBody): Promise<Content> {
  const content = await contentOrNothing(input)
  if (content === undefined)
    throw violation(input.body === undefined ? '/bodyHtml' : '/body', 'must not be empty')
  return content
}

/** As messageContent, but nothing where there is only blank space: neither text nor a picture. */
export async function contentOrNothing(input: MessageBody): Promise<Content | undefined> {
  const { body, bodyHtml } = input
  if ((body === undefined) === (bodyHtml === undefined))
    throw violation('/body', 'send exactly one of body and bodyHtml')
  if (Buffer.byteLength(body ?? bodyHtml ?? '') > BODY_BYTES_MAX)
    throw violation(body === undefined ? '/bodyHtml' : '/body', 'must be at most 256 KiB')
  if (body !== undefined) return body.trim() === '' ? undefined : { body, bodyHtml: textToHtml(body) }
  const clean = await sanitizeHtml(bodyHtml ?? '')
  if (clean.text.trim() === '' && !clean.html.includes('<img')) return undefined
  return { body: clean.text, bodyHtml: clean.html }
}

type MessageBody = { body?: string | undefined; bodyHtml?: string | undefined }

function violation(path: string, message: string): Problem {
  return new Problem('contract-violation', 'The request does not fit the contract.', {
    errors: [{ path, message }],
  })
}
