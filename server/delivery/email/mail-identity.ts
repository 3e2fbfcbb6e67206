import { createHash } from 'node:crypto'
import { readHeaders, threadCandidates } from './parse/index.ts'

/** What identifies a raw mail at its receipt, as hashes: of its bytes, of its Message-ID, of those it answers. */
export type MailIdentity = { externalId: Buffer; messageIdHash: Buffer | null; answers: Buffer[] }

/**
 * Reads a raw mail's identity for a tenant: total and bounded, so it can run before anything is known of the mail.
 * `answers` is nearest first: In-Reply-To, then References from right to left.
 */
export function mailIdentity(tenantId: string, raw: Buffer): MailIdentity {
  const headers = readHeaders(raw)
  return {
    externalId: createHash('sha256').update(raw).digest(),
    messageIdHash: headers.messageId === undefined ? null : messageIdHash(tenantId, headers.messageId),
    answers: threadCandidates(headers).map((id) => messageIdHash(tenantId, id)),
  }
}

/** SHA-256 of tenant and normalised Message-ID: long ids exceed an index row, and no hash is shared by two tenants. */
export function messageIdHash(tenantId: string, messageId: string): Buffer {
  return createHash('sha256').update(`${tenantId}\n${messageId}`).digest()
}
