import { createHash, hash } from 'node:crypto'
import { fieldEnd, headerBlockEnd } from './header-fields.ts'
import { normMessageId } from './message-id.ts'

export type DedupeInput = {
  tenantId: string
  messageId?: string | undefined
  /** The sender's address; empty when the mail has none. */
  from: string
  /** The Date field as it came; its absence is a value of its own. */
  dateHeader?: string | undefined
  raw: Buffer
}

/** Written by hosts on the way, so two copies of one mail differ in them. */
const traceField = /^(?:received|delivered-to|x-[^:]*|arc-[^:]*|authentication-results|return-path)[ \t]*:/i

/**
 * SHA-256 (hex) of the mail without trace fields: Received, Delivered-To, X-*, ARC-*,
 * Authentication-Results, Return-Path. Identifies a mail that carries no Message-ID.
 */
export function contentFingerprint(raw: Buffer): string {
  const digest = createHash('sha256')
  const bodyStart = headerBlockEnd(raw)
  for (let start = 0; start < bodyStart; ) {
    const end = Math.min(fieldEnd(raw, start), bodyStart)
    if (!traceField.test(raw.toString('latin1', start, Math.min(end, start + 256))))
      digest.update(raw.subarray(start, end))
    start = end
  }
  return digest.update(raw.subarray(bodyStart)).digest('hex')
}

/**
 * Hex SHA-256 under which a mail is stored once per tenant: tenant, Message-ID, sender and Date, because
 * scanners and scripts use one Message-ID again and again; without a Message-ID, tenant and fingerprint.
 * docs/behaviour/mail-parsing.md, "One mail, once".
 */
export function dedupeKey({ tenantId, messageId, from, dateHeader, raw }: DedupeInput): string {
  const id = messageId === undefined ? undefined : normMessageId(messageId)
  const tuple =
    id === undefined
      ? [tenantId, 'content', contentFingerprint(raw)]
      : [
          tenantId,
          'message-id',
          id,
          from.trim().toLowerCase(),
          dateHeader?.replace(/\s+/g, ' ').trim() ?? null,
        ]
  return hash('sha256', JSON.stringify(tuple), 'hex')
}
